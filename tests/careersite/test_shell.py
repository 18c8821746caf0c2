"""The shell: theme, styleguide, error pages."""

import re

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.utils import timezone

from careersite.context import main_links
from careersite.desk import desk_of
from careersite.templatetags.ui import STATE_WORDS
from tests.factories.profiles import MentorshipFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_theme_is_kept_in_a_cookie_and_leads_back(client):
    response = client.post("/theme/", {"theme": "dark", "next": "/roles/?q=ai"})

    assert response.url == "/roles/?q=ai"
    assert response.cookies["theme"].value == "dark"


def test_theme_shows_in_the_next_page(client):
    client.cookies["theme"] = "dark"

    assert '<html lang="en" data-theme="dark">' in client.get("/").text


def test_unknown_theme_sets_no_cookie(client):
    assert "theme" not in client.post("/theme/", {"theme": "pink"}).cookies


def test_theme_cookie_of_somebody_else_is_not_echoed(client):
    client.cookies["theme"] = "evil"

    assert "evil" not in client.get("/").text


def test_theme_needs_no_token_because_public_pages_hold_none(client):
    client.handler.enforce_csrf_checks = True

    assert client.post("/theme/", {"theme": "dark"}).status_code == 302


def test_visitor_turns_the_keys_off_and_on(client):
    off = client.post("/shortcuts/", {"shortcuts": "off", "next": "/accessibility/"})
    page = client.get("/accessibility/").text

    assert off.url == "/accessibility/"
    assert 'data-shortcuts="off"' in page
    assert "csrfmiddlewaretoken" not in page
    client.post("/shortcuts/", {"shortcuts": "on"})
    assert "data-shortcuts" not in client.get("/").text


@pytest.mark.parametrize("value", ["", "maybe", "<b>"])
def test_unknown_choice_of_keys_is_neither_kept_nor_believed(client, value):
    assert "shortcuts" not in client.post("/shortcuts/", {"shortcuts": value}).cookies
    client.cookies["shortcuts"] = value

    assert "data-shortcuts" not in client.get("/").text


def test_keys_are_turned_off_in_the_settings(client, learner):
    client.force_login(learner)
    client.cookies["shortcuts"] = "off"

    page = client.get("/me/settings/").text

    assert 'action="/shortcuts/"' in page
    assert re.search(r'value="off" aria-pressed="true"', page)


def test_getting_the_theme_address_changes_nothing(client):
    assert client.get("/theme/?theme=dark").status_code == 405


def test_styleguide_shows_every_state_with_its_word(client):
    page = client.get("/styleguide/").text

    assert all(word in page for word in STATE_WORDS.values())


def test_styleguide_opens_at_its_top(client):
    assert "autofocus" not in client.get("/styleguide/").text


def test_signed_out_page_sets_no_cookie_and_holds_no_token(client):
    response = client.get("/")

    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text


def test_visitor_costs_the_shell_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/styleguide/")


def test_ids_on_a_page_are_unique(client):
    ids = re.findall(r'\sid="([^"]+)"', client.get("/styleguide/").text)

    assert len(ids) == len(set(ids))


def test_unknown_address_answers_with_our_page(client):
    response = client.get("/nothing-here/")

    assert response.status_code == 404
    assert "We cannot find that page" in response.text


def test_who_may_not_open_a_page_can_switch_the_account(client, settings):
    settings.CAREERSITE_DEMO = True  # staff need no second factor
    staff = UserFactory(is_staff=True)
    client.force_login(staff)
    answer = client.get("/admin/pay-update/")
    way = re.search(r'name="next" value="([^"]+)"><button', answer.text).group(1)

    left = client.post("/accounts/logout/", {"next": way})

    assert answer.status_code == 403
    assert f"You are signed in as <strong>{staff.email}</strong>" in answer.text
    assert left.url == way == "/accounts/login/?next=/admin/pay-update/"
    assert client.get(left.url).status_code == 200


def test_form_without_token_answers_with_our_page(client):
    client.handler.enforce_csrf_checks = True

    response = client.post("/accounts/login/", {"login": "a@example.org"})

    assert response.status_code == 403
    assert "Send that again" in response.text


class Sample(forms.Form):
    link = forms.URLField(help_text="Where it is.", assume_scheme="https")
    pick = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)


def test_error_summary_links_to_inputs_that_exist():
    form = Sample({})
    page = Template(
        "{% error_summary form %}{% for f in form %}{% form_field f %}{% endfor %}"
    ).render(Context({"form": form}))

    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets == {"id_link", "id_pick_0"} & set(re.findall(r'id="([^"]+)"', page))
    assert ">Link: This field is required.</a>" in page


def test_field_names_its_hint_and_its_error():
    form = Sample({})
    page = Template("{% form_field form.link %}").render(Context({"form": form}))

    described = re.search(r'aria-describedby="([^"]+)"', page).group(1).split()
    assert described == ["id_link_helptext", "id_link_error"]
    assert all(f'id="{name}"' in page for name in described)
    assert 'aria-invalid="true"' in page


def test_bar_offers_the_desk_to_mentors_only(client, learner, mentor):
    MentorshipFactory(learner=learner, mentor=mentor)

    mentors = [link.label for link in main_links(mentor, "/")]
    learners = [link.label for link in main_links(learner, "/")]
    assert not {"Reviews", "Mentees"} & set(learners)
    assert set(learners) <= set(mentors)
    assert desk_of(mentor).is_mentor


def test_bar_costs_a_person_one_query(learner, django_assert_num_queries):
    with django_assert_num_queries(1):
        main_links(learner, "/")


def test_former_mentor_has_no_desk(learner, mentor):
    MentorshipFactory(
        learner=learner, mentor=mentor, ended_at=timezone.now(), ended_by_id=mentor.pk
    )

    assert not desk_of(mentor).is_mentor


def test_only_the_nearest_section_is_marked(client):
    links = main_links(AnonymousUser(), "/roles/ai-engineer/")

    assert [link.label for link in links if link.is_current] == ["Roles"]


def test_country_is_kept_in_a_cookie_and_leads_back(client):
    response = client.post("/country/", {"country": "india", "next": "/roles/x/#pay"})

    assert response.url == "/roles/x/#pay"
    assert response.cookies["country"].value == "india"


@pytest.mark.parametrize("country", ["", "<b>", "India;x=1", "a" * 80])
def test_what_is_no_country_sets_no_cookie(client, country):
    assert "country" not in client.post("/country/", {"country": country}).cookies


def test_a_place_that_we_do_not_know_leaves_the_profile_as_it_is(client, learner):
    client.force_login(learner)

    answer = client.post("/country/", {"country": "atlantis"})

    learner.profile.refresh_from_db()
    assert answer.status_code == 302
    assert learner.profile.country is None
