"""Tables that point to each other are made, and taken back, in one operation."""

from django.db import connection, migrations, models
from django.db.migrations.state import ModelState, ProjectState

from careersite.common.tables import CreateModels


def created(name, **fields):
    key = ("id", models.BigAutoField(primary_key=True))
    return migrations.CreateModel(name, [key, *fields.items()])


def to(name):
    return models.ForeignKey(f"pairs.{name}", models.CASCADE)


PAIR = CreateModels(
    [
        created("Lock", key=to("Key")),
        created("Key", spare_of=to("Key"), lock=to("Lock")),
    ]
)


def keys():
    """Return which of the two tables points to which."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text"
            " FROM pg_constraint WHERE contype = 'f'"
            " AND conrelid::regclass::text LIKE 'pairs_%'"
        )
        return sorted(cursor.fetchall())


def test_tables_that_point_to_each_other_come_and_go_together(db):
    before, after = ProjectState(), ProjectState()
    PAIR.state_forwards("pairs", after)

    with connection.schema_editor() as editor:
        PAIR.database_forwards("pairs", editor, before, after)
    made = keys()
    with connection.schema_editor() as editor:
        PAIR.database_backwards("pairs", editor, after, before)

    assert made == [
        ("pairs_key", "pairs_key"),
        ("pairs_key", "pairs_lock"),
        ("pairs_lock", "pairs_key"),
    ]
    assert keys() == []


def test_models_that_come_together_are_rendered_once(monkeypatch):
    render, rendered = ModelState.render, []
    monkeypatch.setattr(
        ModelState,
        "render",
        lambda own, apps: rendered.append(own.name) or render(own, apps),
    )
    state = ProjectState()
    created("Door").state_forwards("pairs", state)
    assert state.apps.get_model("pairs", "Door")
    rendered.clear()

    PAIR.state_forwards("pairs", state)
    known = {model.__name__ for model in state.apps.get_models()}

    assert known == {"Door", "Key", "Lock"}
    assert sorted(rendered) == ["Door", "Key", "Lock"]
    assert PAIR.describe() == "Create 2 models"
