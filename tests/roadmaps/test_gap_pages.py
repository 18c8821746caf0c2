"""The gap explained: for a learner under /me/, for a visitor in the address."""

import pytest
from django.urls import reverse
from django.utils import timezone

from profiles.models import HeldSkill
from roles.services.archiving import archive
from roles.services.redirects import record_redirect
from tests.factories.profiles import HeldSkillFactory, UserFactory
from tests.factories.roadmaps import RoadmapFactory, StepFactory, StepSkillFactory
from tests.factories.roles import (
    CertificationFactory,
    RoleFactory,
    RoleSkillFactory,
    SkillFactory,
    SourceFactory,
)

MINE = "/me/gap/"
PUBLIC = "/gap/"
API = "/api/v1/me/gap/"


@pytest.fixture
def role(db):
    return RoleFactory(slug="ai-engineer", title="AI Engineer")


@pytest.fixture
def python(role):
    skill = SkillFactory(slug="python", name="Python")
    RoleSkillFactory(role=role, skill=skill, importance=5, required_level=3)
    return skill


def aim(learner, role, level="entry"):
    learner.profile.target_role = role
    learner.profile.target_level = level
    learner.profile.save()


def text(answer):
    return " ".join(answer.content.decode().replace("&nbsp;", " ").split())


def test_the_page_opens_with_the_target_role(signed_in, learner, role, python):
    aim(learner, role)
    HeldSkillFactory(user=learner, skill=python, claimed_level=2)

    page = signed_in.get(MINE)

    assert page.context["explained"].gap.percent == 66
    assert "Your gap to AI Engineer" in text(page)
    assert "66%" in text(page)


def test_the_radar_says_its_figures_in_a_sentence_and_a_table(
    signed_in, learner, role, python
):
    aim(learner, role)
    others = [
        RoleSkillFactory(
            role=role,
            skill__category__code=code,
            skill__category__name=f"Family {code}",
            skill__category__color_slot=slot,
            importance=2,
            required_level=4,
        )
        for slot, code in enumerate(("ML", "DE"), start=2)
    ]
    HeldSkillFactory(user=learner, skill=python, claimed_level=4)
    HeldSkillFactory(user=learner, skill=others[0].skill, claimed_level=1)

    shown = [signed_in.get(MINE), signed_in.get("/me/")]

    for page in map(text, shown):
        assert "In 1 of 3 families your levels add up to what entry level asks." in page
        for skill, yours, needed in [
            (python, 80, 60),
            (others[0].skill, 20, 80),
            (others[1].skill, 0, 80),
        ]:
            assert (
                f'<tr><th scope="row">{skill.category.name}</th>'
                f'<td class="num">{yours}%</td><td class="num">{needed}%</td></tr>'
            ) in page


def test_without_a_target_it_says_how_to_begin(signed_in, role, python):
    assert "Pick a role first" in text(signed_in.get(MINE))


def test_without_skills_it_offers_to_rate_some(signed_in, learner, role, python):
    aim(learner, role)

    page = text(signed_in.get(MINE))

    assert "You have not rated a skill yet" in page
    assert "1 skill unrated. If all of it were met, it would be 100%" in page


def test_without_any_role_it_says_so(signed_in):
    assert "No roles yet" in text(signed_in.get(MINE))


def test_a_role_without_requirements_says_so(signed_in, role):
    assert "No requirements yet" in text(signed_in.get(MINE, {"role": role.slug}))


def test_a_level_without_rows_takes_the_nearest_lower_one(signed_in, role, python):
    page = signed_in.get(MINE, {"role": role.slug, "level": "senior"})

    assert "nearest lower one: Entry" in text(page)


@pytest.mark.parametrize("status", ["archived", "draft"])
def test_a_skill_that_nobody_can_rate_counts_nothing(
    signed_in, client, learner, role, python, status
):
    aim(learner, role)
    HeldSkillFactory(user=learner, skill=python, claimed_level=3)
    gone = SkillFactory(status=status, name="Gone")
    RoleSkillFactory(role=role, skill=gone, importance=5, required_level=4)
    query = {"role": role.slug, "level": "entry"}

    mine, dashboard = signed_in.get(MINE), signed_in.get("/me/")
    ranked = signed_in.get("/api/v1/me/gap/", query).json()
    client.logout()
    public = client.get(PUBLIC, {**query, "skill-python": 3})

    for page in (mine, public):
        assert page.context["explained"].gap.percent == 100
        assert page.context["explained"].gap.unrated == ()
        assert "Gone" not in text(page)
    assert dashboard.context["dashboard"].gap.gap.percent == 100
    assert ranked["coverage"] == 1


def test_a_level_whose_skills_are_all_gone_takes_the_nearest_lower_one(
    signed_in, role, python
):
    gone = SkillFactory(status="archived")
    RoleSkillFactory(role=role, skill=gone, house_level="mid")

    page = signed_in.get(MINE, {"role": role.slug, "level": "mid"})

    assert "nearest lower one: Entry" in text(page)


def test_only_what_a_mentor_confirmed_counts_when_asked(
    signed_in, learner, role, python
):
    HeldSkillFactory(user=learner, skill=python, claimed_level=3)

    said = signed_in.get(MINE, {"role": role.slug})
    confirmed = signed_in.get(MINE, {"role": role.slug, "basis": "verified"})

    assert said.context["explained"].gap.percent == 100
    assert confirmed.context["explained"].gap.percent == 0


def test_a_gap_names_the_step_and_the_certification_that_close_it(
    signed_in, learner, role, python
):
    HeldSkillFactory(user=learner, skill=python, claimed_level=1)
    step = StepFactory(
        stage__version__roadmap=RoadmapFactory(role=role, slug="way"),
        key="write-python",
        title="Write Python",
    )
    StepSkillFactory(step=step, skill=python, level=3)
    certification = CertificationFactory(name="Python, certified")
    certification.validated_skills.create(skill=python, level=2, source=SourceFactory())

    page = text(signed_in.get(MINE, {"role": role.slug}))

    assert 'href="/roadmaps/way/steps/write-python/">step 1, Write Python</a>' in page
    assert "Python, certified" in page


def test_what_teaches_no_more_than_is_held_closes_nothing(
    signed_in, learner, role, python
):
    HeldSkillFactory(user=learner, skill=python, claimed_level=2)
    step = StepFactory(stage__version__roadmap=RoadmapFactory(role=role))
    StepSkillFactory(step=step, skill=python, level=2)

    page = text(signed_in.get(MINE, {"role": role.slug}))

    assert "No step of this roadmap teaches it further" in page


def test_a_retired_certification_closes_nothing(signed_in, role, python):
    retired = CertificationFactory(standing="retired", name="Long gone")
    retired.validated_skills.create(skill=python, level=3, source=SourceFactory())

    assert "Long gone" not in text(signed_in.get(MINE, {"role": role.slug}))


def test_all_published_roles_are_ranked(signed_in, learner, role, python):
    RoleFactory(title="Hidden", status="draft")
    near = RoleFactory(slug="near", title="Near")
    RoleSkillFactory(role=near, skill=python, required_level=1)
    HeldSkillFactory(user=learner, skill=python, claimed_level=1)

    ranked = signed_in.get(MINE, {"role": role.slug}).context["explained"].ranked

    assert [(row.rank, row.title) for row in ranked] == [
        (1, "Near"),
        (2, "AI Engineer"),
    ]


@pytest.mark.parametrize("path", [MINE, PUBLIC])
def test_an_unknown_role_is_not_found(signed_in, path):
    assert signed_in.get(path, {"role": "astronaut"}).status_code == 404


def test_a_draft_role_is_not_found(signed_in):
    draft = RoleFactory(status="draft")

    assert signed_in.get(MINE, {"role": draft.slug}).status_code == 404


@pytest.mark.parametrize("path", [MINE, PUBLIC])
@pytest.mark.parametrize("wrong", [{"level": "guru"}, {"basis": "hearsay"}])
def test_a_wrong_level_or_basis_is_refused(signed_in, role, path, wrong):
    answer = signed_in.get(path, {"role": role.slug, **wrong})

    assert answer.status_code == 400
    assert "There is a problem" in text(answer)


def test_many_roles_and_skills_cost_ten_queries_at_most(
    signed_in, learner, role, django_assert_max_num_queries
):
    skills = [SkillFactory() for _ in range(20)]
    source = SourceFactory()
    for other in [role, *RoleFactory.create_batch(9)]:
        for skill in skills:
            RoleSkillFactory(role=other, skill=skill, source=source)
    for skill in skills:
        HeldSkillFactory(user=learner, skill=skill)
    aim(learner, role)

    with django_assert_max_num_queries(10):
        signed_in.get(MINE)
    with django_assert_max_num_queries(6):
        signed_in.get(MINE)


def test_a_visitor_rates_in_the_address_and_nothing_is_kept(client, role, python):
    asked = client.get(PUBLIC, {"role": role.slug})
    answered = client.get(PUBLIC, {"role": role.slug, "skill-python": "3"})

    assert 'name="skill-python"' in text(asked)
    assert answered.context["explained"].gap.percent == 100
    assert not HeldSkill.objects.exists()
    assert not client.cookies


def test_a_visitors_answers_follow_to_the_next_role(client, role, python):
    other = RoleFactory(slug="data-scientist", title="Data Scientist")
    RoleSkillFactory(role=other, skill=SkillFactory(slug="sql"), required_level=2)

    page = client.get(
        PUBLIC, {"role": role.slug, "skill-python": "3", "skill-sql": "1"}
    )

    body = text(page)
    assert page.context["explained"].ranked[1].percent == 50
    assert "skill-sql=1" in body.partition("All roles by what you cover")[2]
    assert body.count('name="skill-sql" value="1"') == 2


@pytest.fixture
def way(role, python):
    """Return the address name of a step that teaches Python in 8 hours."""
    step = StepFactory(
        stage__version__roadmap=RoadmapFactory(role=role, slug="way"), key="code"
    )
    StepSkillFactory(step=step, skill=python, level=3)
    return "way/code"


@pytest.mark.parametrize("basis", ["claimed", "verified"])
def test_what_finishing_steps_would_do_is_shown_and_not_kept(
    signed_in, learner, role, python, way, basis
):
    HeldSkillFactory(user=learner, skill=python, claimed_level=0)
    query = {"role": role.slug, "basis": basis}

    asked = signed_in.get(MINE, query)
    answered = signed_in.get(MINE, {**query, "step": way})

    assert f'name="step" value="{way}"' in text(asked)
    assert "0% would become 100%" in text(answered)
    assert "1 step, about 8 hours" in text(answered)
    assert learner.held_skills.get().claimed_level == 0


def test_a_visitor_asks_what_steps_would_do_too(client, role, python, way):
    query = {"role": role.slug, "skill-python": "1", "step": way}

    page = text(client.get(PUBLIC, query))

    assert "33% would become 100%" in page
    assert 'name="skill-python" value="1"' in page.partition('id="what-if"')[2]


@pytest.mark.parametrize("path", [MINE, PUBLIC])
def test_a_step_that_leads_elsewhere_is_not_found(signed_in, role, python, path):
    answer = signed_in.get(path, {"role": role.slug, "step": "way/nowhere"})

    assert answer.status_code == 404


def test_the_api_says_what_steps_would_do(signed_in, learner, role, python, way):
    query = {"role": role.slug, "level": "entry"}

    answer = signed_in.get("/api/v1/me/gap/", {**query, "step": way})
    wrong = signed_in.get("/api/v1/me/gap/", {**query, "step": "way/nowhere"})

    assert answer.json()["what_if"] == {"steps": [way], "hours": 8.0, "coverage": 1.0}
    assert answer.json()["coverage"] == 0
    assert list(wrong.json()) == ["step"]


def test_a_visitors_page_holds_no_token(client, role, python):
    page = text(client.get(PUBLIC, {"role": role.slug, "skill-python": "1"}))

    assert "csrfmiddlewaretoken" not in page


@pytest.mark.parametrize("level", ["6", "-1", "x", "1.5"])
def test_a_visitors_impossible_rating_is_refused(client, role, python, level):
    answer = client.get(PUBLIC, {"role": role.slug, "skill-python": level})

    assert answer.status_code == 400
    assert "Python: Choose a level from 0 to 5." in text(answer)


def test_the_learners_page_asks_strangers_to_sign_in(client):
    assert client.get(reverse("my_gap")).url == "/accounts/login/?next=/me/gap/"


def retire(role, successor=None):
    publisher = UserFactory()
    archive(root=role, successor=successor, by=publisher, now=timezone.now())


@pytest.fixture
def following(db):
    role = RoleFactory(slug="applied-ai", title="Applied AI Engineer")
    RoleSkillFactory(role=role, skill=SkillFactory(slug="sql"), required_level=2)
    return role


def test_a_target_that_was_retired_leads_to_the_role_that_follows_it(
    signed_in, learner, role, following
):
    aim(learner, role)
    retire(role, following)

    page, dashboard = text(signed_in.get(MINE)), text(signed_in.get("/me/"))
    told = signed_in.get(API).json()

    assert "Your gap to Applied AI Engineer" in page
    assert "You aim at AI Engineer, which is no longer offered" in page
    assert "Your way to Applied AI Engineer" in dashboard
    assert "You aim at AI Engineer, which is no longer offered" in dashboard
    assert (told["role"], told["instead_of"]) == ("applied-ai", "ai-engineer")
    assert told["coverage"] == 0
    rating = signed_in.get("/me/skills/")
    assert "For Applied AI Engineer" in text(rating)
    assert [row.skill.slug for row in rating.context["rows"]] == ["sql"]


def test_a_target_leads_past_a_successor_that_was_retired_too(
    signed_in, learner, role, following
):
    between = RoleFactory(slug="between")
    aim(learner, role)
    retire(role, between)
    retire(between, following)

    assert signed_in.get(API).json()["role"] == "applied-ai"


@pytest.mark.parametrize("successor_is_hidden", [False, True])
def test_a_retired_target_that_no_role_follows_is_said_with_the_way_on(
    signed_in, learner, role, following, successor_is_hidden
):
    retire(role, following if successor_is_hidden else None)
    if successor_is_hidden:
        retire(following)
    aim(learner, role)
    RoleFactory(title="Data Analyst")

    page, dashboard = signed_in.get(MINE), text(signed_in.get("/me/"))
    answer = signed_in.get(API)

    assert page.status_code == answer.status_code == 200
    assert "AI Engineer is no longer offered" in text(page)
    assert 'href="/me/profile/">Set a target' in text(page)
    assert "Data Analyst" in text(page).partition("All roles by what you cover")[2]
    assert "AI Engineer is no longer offered" in dashboard
    told = answer.json()
    assert (told["role"], told["coverage"]) == ("ai-engineer", None)
    assert (told["reason"], told["skills"]) == ("not_offered", [])


def test_a_role_that_follows_the_target_brings_its_roadmap(
    signed_in, learner, role, following
):
    step = StepFactory(stage__version__roadmap=RoadmapFactory(role=following))
    aim(learner, role)
    retire(role, following)

    page = text(signed_in.get("/me/"))

    assert f"Start the {step.version.roadmap.title} roadmap" in page


def test_a_target_that_is_offered_says_nothing_of_another(signed_in, learner, role):
    aim(learner, role)

    assert "no longer offered" not in text(signed_in.get(MINE))
    assert "no longer offered" not in text(signed_in.get("/me/"))
    assert signed_in.get(API).json()["instead_of"] is None


@pytest.mark.parametrize("path", [MINE, PUBLIC, API])
def test_a_renamed_role_answers_301_and_keeps_the_rest_of_the_address(
    signed_in, role, path
):
    record_redirect(kind="role", old_slug="ai-dev", new_slug=role.slug)

    answer = signed_in.get(f"{path}?level=senior&role=ai-dev&basis=verified")

    assert answer.status_code == 301
    assert answer["Location"].endswith(
        f"{path}?level=senior&role=ai-engineer&basis=verified"
    )


@pytest.mark.parametrize("path", [MINE, PUBLIC, API])
def test_a_renamed_role_that_is_hidden_is_not_found(signed_in, role, path):
    record_redirect(kind="role", old_slug="ai-dev", new_slug=role.slug)
    role.unpublish()

    assert signed_in.get(path, {"role": "ai-dev"}).status_code == 404


def test_a_page_found_by_a_slug_asks_nothing_about_redirects(
    client, role, django_assert_max_num_queries
):
    with django_assert_max_num_queries(9) as context:
        client.get(PUBLIC, {"role": role.slug})

    assert not any("redirect" in query["sql"] for query in context.captured_queries)
