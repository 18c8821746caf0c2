"""Fixtures hold valid rows and name a source for every fact."""

from collections import Counter, defaultdict

import pytest
from django.core.management import call_command

from careersite.common.columns import related_model
from careersite.common.models import Publishable
from careersite.seeding import CREATED
from roles.models import (
    CareerMove,
    Fact,
    HouseLevel,
    Role,
    RoleMapLine,
    RoleMapStop,
    RoleSkill,
    SalaryBand,
    Skill,
    SkillCategory,
    SkillPrerequisite,
    Source,
)
from roles.models.skill import LEVEL_MAX
from tests.content import fixture_records, references

pytestmark = pytest.mark.django_db

MODELS = sorted({record.model for record in fixture_records()}, key=str)
THIRTEEN_ROLES = {
    "ai-governance-professional",
    "ai-research-scientist",
    "ai-solutions-architect",
    "computer-vision-engineer",
    "generative-ai-engineer",
    "nlp-engineer",
    "ai-engineer",
    "ai-product-manager",
    "data-scientist",
    "machine-learning-engineer",
    "mlops-engineer",
    "prompt-engineer",
    "software-developer",
}


def test_every_record_names_only_rows_that_come_before_it():
    before: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    missing = []
    for record in fixture_records():
        missing += [
            (str(record), name)
            for name, key in references(record)
            if key not in before[related_model(record.model, name)._meta.label]
        ]
        before[record.model._meta.label].add(record.natural_key)

    assert missing == []


def test_no_two_records_share_a_natural_key():
    keys = Counter(str(record) for record in fixture_records())

    assert [key for key, count in keys.items() if count > 1] == []


def test_every_publishable_row_is_published(content):
    drafts = [
        row
        for model in MODELS
        if issubclass(model, Publishable)
        for row in model.objects.exclude(status="published")
    ]

    assert drafts == []


@pytest.mark.parametrize("model", [Fact, SalaryBand, CareerMove])
def test_every_fact_names_a_document_or_our_estimate(model, content):
    printed_in = model.objects.values_list("published_in__kind", flat=True)

    assert set(printed_in) <= {"document", "editorial"}


@pytest.mark.parametrize("model", [Fact, SalaryBand, CareerMove])
def test_an_origin_is_never_the_document_itself(model, content):
    origins = model.objects.exclude(attributed_to=None)

    assert set(origins.values_list("attributed_to__kind", flat=True)) <= {"origin"}


def test_every_fact_keeps_its_figure_as_printed(content):
    assert not SalaryBand.objects.filter(as_printed="").exists()
    assert not Fact.objects.filter(as_printed="").exists()


def test_no_required_level_claims_to_come_from_a_document(content):
    kinds = RoleSkill.objects.values_list("source__kind", flat=True)

    assert set(kinds) == {"editorial"}


def test_the_five_documents_are_told_by_their_files(content):
    documents = Source.objects.filter(kind="document")

    assert documents.count() == 5
    assert len({document.file_sha256 for document in documents}) == 5


def test_all_thirteen_roles_ask_for_skills_at_three_levels(content):
    assert set(Role.objects.values_list("slug", flat=True)) == THIRTEEN_ROLES
    for role in Role.objects.all():
        for level in ("entry", "mid", "senior"):
            assert role.skill_requirements.filter(house_level=level).count() >= 15


def test_a_higher_level_never_asks_for_less(content):
    order = list(HouseLevel)
    rows = RoleSkill.objects.values_list(
        "role__slug", "skill__slug", "house_level", "required_level"
    )
    required = {tuple(key): value for *key, value in rows}
    levels_of = {(role, level) for role, _, level in required}

    def missing(role, level):
        """A skill left out counts as asked for less; a level without rows does not."""
        return -1 if (role, level) in levels_of else LEVEL_MAX

    falls = [
        (role, skill)
        for (role, skill, level), value in required.items()
        for later in order[order.index(HouseLevel(level)) + 1 :]
        if required.get((role, skill, later), missing(role, later)) < value
    ]

    assert falls == []


def test_skill_prerequisites_form_no_circle(content):
    waiting = {slug: set() for slug in Skill.objects.values_list("slug", flat=True)}
    pairs = SkillPrerequisite.objects.values_list("skill__slug", "prerequisite__slug")
    for skill, prerequisite in pairs:
        waiting[skill].add(prerequisite)

    while free := {slug for slug, before in waiting.items() if not before}:
        waiting = {s: b - free for s, b in waiting.items() if s not in free}

    assert waiting == {}


def test_lines_of_the_role_map_are_straight_or_at_45_degrees(content):
    for line in RoleMapLine.objects.all():
        for (x, y), (next_x, next_y) in zip(line.points, line.points[1:], strict=False):
            across, down = abs(x - next_x), abs(y - next_y)
            assert across == 0 or down == 0 or across == down


def test_every_stop_of_the_role_map_lies_on_the_board(content):
    stops = RoleMapStop.objects.all()

    assert {stop.role.slug for stop in stops} == THIRTEEN_ROLES
    assert all(0 < stop.x < 712 and 0 < stop.y < 408 for stop in stops)


def test_the_real_content_goes_in_completely_and_then_nothing_is_left(content, capsys):
    call_command("seed")

    assert content.total(CREATED) == len(fixture_records())
    assert "roles/03_skills.yaml" in content.counts
    assert capsys.readouterr().out == "Content is up to date.\n"
    assert SkillCategory.objects.count() == 7
