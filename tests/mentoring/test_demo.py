import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from careersite import demo
from profiles.models import User


def test_demonstration_accounts_are_never_made_outside_the_mode(settings):
    settings.CAREERSITE_DEMO = False

    with pytest.raises(CommandError):
        call_command("make_demo")


@pytest.mark.django_db
def test_the_accounts_are_made_once():
    now = timezone.now()

    assert len(demo.make_people(now=now)) == 4
    assert demo.make_people(now=now) == []
    assert User.objects.get(is_staff=True).email == "editor@example.org"


@pytest.mark.django_db
def test_a_demonstration_account_signs_in_at_once(client):
    demo.make_people(now=timezone.now())

    answer = client.post(
        "/accounts/login/",
        {"login": "learner@example.org", "password": demo.PASSWORD},
    )

    assert (answer.status_code, answer["Location"]) == (302, "/me/")


@pytest.mark.django_db
def test_the_story_leaves_a_step_in_each_state(content):
    now = timezone.now()
    demo.make_people(now=now)

    told = demo.make_story(now=now)
    again = demo.make_story(now=now)

    learner = User.objects.get(email="learner@example.org")
    states = set(learner.step_progress.values_list("state", flat=True))
    assert (len(told), again) == (1, [])
    assert states == {
        "not_started",
        "in_progress",
        "submitted",
        "changes_requested",
        "done",
        "skipped",
    }
    verified = learner.held_skills.filter(verifier__email="mentor@example.org")
    assert verified.count() == 5
    assert not learner.step_events.filter(at__gt=now).exists()


@pytest.mark.django_db
def test_the_command_names_what_it_made_and_the_password(settings, capsys):
    settings.CAREERSITE_DEMO = True

    call_command("make_demo")
    made = capsys.readouterr().out
    call_command("make_demo")

    assert "learner@example.org" in made
    assert capsys.readouterr().out == (
        f"Nothing was missing.\nPassword of all accounts: {demo.PASSWORD}\n"
    )
