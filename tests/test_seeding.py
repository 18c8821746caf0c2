"""The seed command brings content in and never undoes what an editor did."""

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careersite.seeding import CREATED, KEPT, UNCHANGED, UPDATED, Report, seed
from roles.models import Region, SeedRun, Skill, Source, SourceFamily
from tests.factories.roles import (
    LadderFactory,
    RungFactory,
    SkillCategoryFactory,
    SkillFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


def family(slug: str, name: str) -> dict:
    return {"model": "roles.sourcefamily", "fields": {"slug": slug, "name": name}}


def source(slug: str, title: str, **more: object) -> dict:
    fields = {"family": [slug], "slug": slug, "title": title, "status": "published"}
    return {"model": "roles.source", "fields": fields | more}


def region(slug: str, *, parent: str = "", members: list[str] | None = None) -> dict:
    fields = {
        "slug": slug,
        "name": slug.title(),
        "parent": [parent] if parent else None,
    }
    if members:
        fields["members"] = [[member] for member in members]
    return {"model": "roles.region", "fields": fields}


def skill(slug: str, name: str) -> dict:
    fields = {"category": ["PR"], "slug": slug, "name": name, "status": "published"}
    return {"model": "roles.skill", "fields": fields}


def alias(slug: str, name: str) -> dict:
    return {"model": "roles.skillalias", "fields": {"skill": [slug], "name": name}}


def code(number: str, *skills: str) -> dict:
    fields = {"scheme": "esco", "code": number, "skills": [[slug] for slug in skills]}
    return {"model": "roles.externalcode", "fields": fields}


def rung(key: str, position: int, **more: object) -> dict:
    fields = {"ladder": ["builder", "way"], "key": key, "position": position}
    return {"model": "roles.rung", "fields": fields | {"titles": [key]} | more}


@pytest.fixture
def ladder():
    return LadderFactory(role__slug="builder", key="way")


def positions(ladder) -> dict[str, int]:
    return dict(ladder.rungs.values_list("key", "position"))


@pytest.fixture
def sow(tmp_path):
    """Return a function that writes the given records and seeds them."""
    folder = tmp_path / "roles"
    folder.mkdir()

    def write_and_seed(*records: dict, again: bool = False) -> Report:
        (folder / "01_sources.yaml").write_text(yaml.safe_dump(list(records)))
        return seed(directory=tmp_path, now=timezone.now(), again=again)

    return write_and_seed


def test_a_row_that_was_never_seen_is_created(sow):
    report = sow(family("guide", "A guide"))

    assert report.total(CREATED) == 1
    assert SourceFamily.objects.get(slug="guide").name == "A guide"


def test_a_row_may_name_one_of_its_own_kind_that_comes_just_before_it(sow):
    sow(region("world"), region("asia", parent="world"), region("india", parent="asia"))

    india = Region.objects.get(slug="india")
    assert (india.parent.slug, india.parent.parent.slug) == ("asia", "world")


def test_members_of_a_group_are_set_and_followed(sow):
    sow(region("asia"), region("europe"), region("both", members=["asia"]))

    report = sow(
        region("asia"), region("europe"), region("both", members=["asia", "europe"])
    )

    assert report.total(UPDATED) == 1
    assert Region.objects.get(slug="both").members.count() == 2


def test_a_row_that_nobody_touched_follows_the_fixture(sow):
    sow(family("guide", "A guide"))

    report = sow(family("guide", "A better guide"))

    assert report.total(UPDATED) == 1
    assert SourceFamily.objects.get(slug="guide").name == "A better guide"


def test_a_row_that_an_editor_changed_is_left_and_listed(sow):
    sow(family("guide", "A guide"))
    SourceFamily.objects.filter(slug="guide").update(name="The editor's name")

    report = sow(family("guide", "A better guide"))

    assert SourceFamily.objects.get(slug="guide").name == "The editor's name"
    assert report.total(KEPT) == 1
    assert report.kept == ['roles.SourceFamily ["guide"]: changed by an editor']


def test_a_field_that_the_fixture_does_not_name_counts_as_changed(sow):
    sow(family("guide", "A guide"), source("guide", "A title"))
    Source.objects.filter(slug="guide").update(author="An editor's finding")

    report = sow(family("guide", "A guide"), source("guide", "Another title"))

    assert report.total(KEPT) == 1
    assert Source.objects.get(slug="guide").title == "A title"


def test_a_row_that_an_editor_removed_stays_removed(sow):
    sow(family("guide", "A guide"))
    SourceFamily.objects.all().delete()

    report = sow(family("guide", "A better guide"))

    assert not SourceFamily.objects.exists()
    assert report.kept == ['roles.SourceFamily ["guide"]: removed by an editor']


def test_what_hangs_on_a_removed_row_is_left_out_and_listed(sow):
    sow(family("guide", "A guide"))
    SourceFamily.objects.all().delete()

    report = sow(family("guide", "A guide"), source("guide", "A title"))

    assert not Source.objects.exists()
    assert "needs roles.SourceFamily" in report.kept[1]


def test_an_edit_that_the_fixture_caught_up_with_is_followed_from_then_on(sow):
    sow(family("guide", "A guide"))
    SourceFamily.objects.update(name="A better guide")
    sow(family("guide", "A better guide"))

    report = sow(family("guide", "The best guide"))

    assert report.total(UPDATED) == 1


def test_an_editors_addition_outlives_every_later_release(sow):
    sow(family("guide", "A guide"), source("guide", "A title"))
    Source.objects.filter(slug="guide").update(gives="An editor's words")
    others = sow(family("guide", "A better guide"), source("guide", "A title"))

    report = sow(
        family("guide", "A better guide"),
        source("guide", "Another title", gives="The words of the release"),
    )

    found = Source.objects.get(slug="guide")
    assert (found.title, found.gives) == ("A title", "An editor's words")
    kept = 'roles.Source ["guide"]: changed by an editor'
    assert (others.kept, report.kept) == ([kept], [kept])


def test_an_addition_that_an_editor_took_back_is_no_change(sow):
    sow(family("guide", "A guide"), source("guide", "A title"))
    Source.objects.filter(slug="guide").update(gives="An editor's words")
    sow(family("guide", "A better guide"), source("guide", "A title"))
    Source.objects.filter(slug="guide").update(gives="")

    report = sow(family("guide", "A guide"), source("guide", "Another title"))

    assert report.kept == []
    assert Source.objects.get(slug="guide").title == "Another title"


def test_members_that_an_editor_added_are_an_addition_too(sow):
    sow(region("asia"), region("both"))
    Region.objects.get(slug="both").members.add(Region.objects.get(slug="asia"))
    sow(region("asia"), region("both"), again=True)

    report = sow(region("asia"), region("both", parent="asia"))

    assert report.kept == ['roles.Region ["both"]: changed by an editor']


RELEASES = st.lists(
    st.tuples(
        st.sampled_from(["One", "Two"]), st.sampled_from([{}, {"gives": "More"}])
    ),
    max_size=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=RELEASES, name=st.sampled_from(["title", "gives"]), after=RELEASES)
def test_no_release_after_an_edit_takes_it_back(sow, before, name, after):
    with transaction.atomic():
        sow(family("guide", "A guide"), source("guide", "One"))
        for title, more in before:
            sow(family("guide", "A guide"), source("guide", title, **more))
        Source.objects.filter(slug="guide").update(**{name: "By an editor"})
        edited = Source.objects.values("title", "gives").get(slug="guide")
        for number, (title, more) in enumerate(after):
            sow(family("guide", f"Release {number}"), source("guide", title, **more))
        assert Source.objects.values("title", "gives").get(slug="guide") == edited
        transaction.set_rollback(True)


def test_a_row_of_the_same_key_that_seed_never_wrote_is_left(sow):
    SourceFamily.objects.create(slug="guide", name="Made by hand")

    report = sow(family("guide", "A guide"))

    assert report.total(KEPT) == 1
    assert SourceFamily.objects.get(slug="guide").name == "Made by hand"


def test_a_row_that_collides_with_an_editors_own_is_left_with_what_needs_it(sow):
    own = SkillFactory(name="LangGraph", category__code="PR")

    report = sow(
        skill("langgraph", "langgraph"),
        skill("sql", "SQL"),
        alias("langgraph", "LG"),
        alias("sql", "Structured Query Language"),
        code("aaa1", "langgraph", "sql"),
        code("aaa2", "sql"),
    )

    collision, *hanging = report.kept
    assert collision.startswith('roles.Skill ["langgraph"]: collides with another row')
    assert "(langgraph) already exists" in collision
    needs = 'needs roles.Skill ["langgraph"], which is not there'
    assert hanging == [
        f'roles.SkillAlias ["langgraph", "LG"]: {needs}',
        f'roles.ExternalCode ["esco", "aaa1"]: {needs}',
    ]
    assert (report.total(CREATED), report.total(KEPT)) == (3, 3)
    assert set(Skill.objects.values_list("slug", flat=True)) == {own.slug, "sql"}


def test_what_collided_comes_once_the_way_is_free(sow):
    own = SkillFactory(name="LangGraph", category__code="PR")
    records = [skill("langgraph", "LangGraph"), alias("langgraph", "LG")]
    sow(*records)
    own.delete()

    report = sow(*records, again=True)

    assert report.kept == []
    assert Skill.objects.get(slug="langgraph").aliases.get().name == "LG"


def test_an_update_that_collides_is_left_and_tried_again_later(sow):
    SkillCategoryFactory(code="PR")
    sow(skill("graphs", "Graphs"), skill("sql", "SQL"))
    own = SkillFactory(name="LangGraph", category__code="PR")
    records = [skill("graphs", "LangGraph"), skill("sql", "SQL and more")]

    report = sow(*records)
    names = dict(Skill.objects.exclude(pk=own.pk).values_list("slug", "name"))
    own.delete()
    later = sow(*records, again=True)

    assert len(report.kept) == 1
    assert 'roles.Skill ["graphs"]: collides with another row' in report.kept[0]
    assert names == {"graphs": "Graphs", "sql": "SQL and more"}
    assert (later.kept, later.total(UPDATED)) == ([], 1)


def test_an_edition_that_an_editor_made_already_is_left_as_it_is(sow):
    sow(family("guide", "A guide"), source("guide", "A title"))
    SourceFactory(family=SourceFamily.objects.get(), edition=2, slug="by-hand")

    report = sow(
        family("guide", "A guide"),
        source("guide", "A title"),
        source("guide-2", "The next", family=["guide"], edition=2),
        source("guide-3", "The last", family=["guide"], edition=3),
    )

    assert len(report.kept) == 1
    assert 'roles.Source ["guide-2"]: collides' in report.kept[0]
    assert Source.objects.filter(slug="guide-3").exists()


def test_a_rung_moves_over_for_a_new_one(sow, ladder):
    sow(rung("first", 1), rung("last", 2))

    report = sow(rung("first", 1), rung("middle", 2), rung("last", 3))

    assert report.kept == []
    assert positions(ladder) == {"first": 1, "middle": 2, "last": 3}


def test_a_place_that_an_editors_rung_has_is_left_to_it(sow, ladder):
    RungFactory(ladder=ladder, key="by-hand", position=4)
    sow(rung("first", 1), rung("last", 2))

    report = sow(
        rung("first", 1), rung("middle", 2), rung("last", 3), rung("beyond", 4)
    )

    assert len(report.kept) == 1
    assert '"way", "beyond"]: collides with another row' in report.kept[0]
    assert positions(ladder) == {"first": 1, "middle": 2, "last": 3, "by-hand": 4}


def test_what_no_other_row_hinders_but_a_rule_stops_all_and_names_itself(sow, ladder):
    with pytest.raises(IntegrityError, match="years_from_not_above_to") as error:
        sow(rung("first", 1), rung("last", 2, years_from=5, years_to=2))

    assert error.value.__notes__ == [
        'While loading roles.Rung ["builder", "way", "last"] of roles/01_sources.yaml'
    ]


def test_a_group_whose_member_an_editor_removed_is_left_and_listed(sow):
    sow(region("asia"), region("both"))
    Region.objects.filter(slug="asia").delete()
    both = region("both", parent="world", members=["asia"])

    report = sow(region("asia"), region("world"), both)

    assert 'roles.Region ["both"]: needs roles.Region ["asia"]' in report.kept[1]
    assert Region.objects.get(slug="both").parent is None
    assert Region.objects.filter(slug="world").exists()


def test_unchanged_files_are_not_even_compared(sow):
    sow(family("guide", "A guide"))
    SourceFamily.objects.all().delete()

    report = sow(family("guide", "A guide"))

    assert report.is_skipped
    assert SeedRun.objects.count() == 1


def test_again_compares_every_row_of_unchanged_files(sow):
    sow(family("guide", "A guide"))

    report = sow(family("guide", "A guide"), again=True)

    assert report.total(UNCHANGED) == 1


def test_what_seed_publishes_has_the_time_of_publishing(sow):
    sow(family("guide", "A guide"), source("guide", "A title"))

    assert Source.objects.get(slug="guide").published_at is not None


def test_a_broken_record_names_itself_and_nothing_is_written(sow):
    too_long = family("guide", "x" * 500)

    with pytest.raises(ValidationError, match="at most 120") as error:
        sow(family("other", "Another"), too_long)

    assert not SourceFamily.objects.exists()
    assert 'roles.SourceFamily ["guide"]' in error.value.__notes__[0]


def test_the_command_tells_what_it_did_to_each_file(tmp_path, capsys):
    (tmp_path / "roles").mkdir()
    records = [family("guide", "A guide"), family("other", "Another")]
    (tmp_path / "roles" / "01_sources.yaml").write_text(yaml.safe_dump(records))

    call_command("seed", directory=tmp_path)
    SourceFamily.objects.filter(slug="guide").update(name="Edited")
    call_command("seed", directory=tmp_path, again=True)

    said = capsys.readouterr().out
    assert "roles/01_sources.yaml: 2 created" in said
    assert "Left as they are:\n  " in said
    assert "guide" in said.partition("Left as they are:")[2]


def test_the_command_names_what_collides_and_ends_well(tmp_path, capsys):
    SkillFactory(name="LangGraph", category__code="PR")
    (tmp_path / "roles").mkdir()
    records = [skill("langgraph", "LangGraph"), skill("sql", "SQL")]
    (tmp_path / "roles" / "01_skills.yaml").write_text(yaml.safe_dump(records))

    call_command("seed", directory=tmp_path)

    said = capsys.readouterr().out
    assert "roles/01_skills.yaml: 1 kept, 1 created" in said
    left = said.partition("Left as they are:")[2]
    assert 'roles.Skill ["langgraph"]: collides with another row: Key' in left
