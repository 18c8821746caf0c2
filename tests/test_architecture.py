"""The rules of structure that no linter sees."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

ORDER = ["roles", "profiles", "roadmaps"]
ABOVE = {name: ORDER[at + 1 :] for at, name in enumerate(ORDER)}
OUR_MODELS = [
    model for name in ORDER for model in apps.get_app_config(name).get_models()
]
ROOT = settings.BASE_DIR


def label(model):
    return model._meta.label


def apps_pointed_to(model):
    return {
        field.related_model._meta.app_label
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model and not field.auto_created
    }


def test_foreign_keys_point_only_down():
    assert not [
        label(model)
        for model in OUR_MODELS
        if apps_pointed_to(model) & set(ABOVE[model._meta.app_label])
    ]


def test_content_has_no_key_to_a_person():
    assert not [
        label(model)
        for model in apps.get_app_config("roles").get_models()
        if not apps_pointed_to(model) <= {"roles"}
    ]


def product_files(suffix):
    folders = ["careersite", *ORDER]
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob(f"*{suffix}"))
        if "migrations" not in path.parts
    ]


def own_templates(app):
    return [path for path in product_files(".html") if path.is_relative_to(ROOT / app)]


@pytest.mark.parametrize("app", ORDER[:-1])
def test_templates_of_a_lower_app_name_no_higher_app(app):
    named = re.compile(rf"""["'/]({"|".join(ABOVE[app])})[:/]""")

    guilty = {
        path.name for path in own_templates(app) if named.search(path.read_text())
    }

    assert not guilty


def markup_of(path):
    return re.sub(r"{%.*?%}|{{.*?}}", "", path.read_text(), flags=re.DOTALL)


def test_pages_hold_no_inline_script_or_style():
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)(?![^>]*json)|\sstyle=|\son\w+=")

    guilty = {
        str(path.relative_to(ROOT))
        for path in product_files(".html")
        if "mail" not in path.parts and inline.search(markup_of(path))
    }

    assert not guilty


def test_every_rule_of_the_database_is_named_after_its_table():
    assert not [
        constraint.name
        for model in OUR_MODELS
        for constraint in model._meta.constraints
        if not constraint.name.startswith(
            f"{model._meta.app_label}_{model._meta.model_name}_"
        )
    ]


def test_every_model_says_what_it_is():
    assert not [
        label(model)
        for model in OUR_MODELS
        # Django writes a text of this form where there is none.
        if not model.__doc__ or model.__doc__.startswith(f"{model.__name__}(")
    ]


PAIRS = [("decided_at", "decision"), ("ended_at", "ended_by_id")]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_fields_that_belong_together_are_held_together(pair):
    holding_both = [
        model
        for model in OUR_MODELS
        if set(pair) <= {field.attname for field in model._meta.concrete_fields}
    ]

    assert holding_both
    assert not [label(model) for model in holding_both if not is_held(model, pair)]


def is_held(model, pair):
    return any(
        isinstance(constraint, models.CheckConstraint)
        and all(name in str(constraint.condition) for name in pair)
        for constraint in model._meta.constraints
    )


def test_web_layer_spells_no_status():
    spelled = re.compile(r"(filter|exclude)\(\s*status\s*=")

    assert not [
        str(path.relative_to(ROOT))
        for path in product_files(".py")
        if {"views", "api", "admin", "pages"}
        & {path.stem, *path.relative_to(ROOT).parts}
        and spelled.search(path.read_text())
    ]


def test_views_reach_private_rows_only_through_their_owner():
    private = [
        model.__name__
        for model in OUR_MODELS
        if {"learner", "user"} & {field.name for field in model._meta.concrete_fields}
    ]
    everyone = re.compile(
        rf"\b({'|'.join(private)})\.objects\.(all|get|filter|exclude)\("
    )
    views = [
        path
        for path in product_files(".py")
        if path.name == "views.py" or "views" in path.parts
    ]

    assert views
    assert not [
        str(path.relative_to(ROOT))
        for path in views
        if everyone.search(path.read_text())
    ]


# What a session of the database would hold beyond a transaction: behind a pooler the
# next transaction runs in another one. Commands go past the pooler; these are theirs.
KEPT_IN_A_SESSION = re.compile(
    r"""\.iterator\(|cursor\(name=|prepare_threshold|\bpg_(try_)?advisory_lock\(
    |["'](LISTEN|UNLISTEN|PREPARE|DECLARE|SET\ (?!LOCAL|CONSTRAINTS|TRANSACTION))\b
    |\bCREATE\ TEMP|set_config\([^)]*false\)""",
    re.VERBOSE,
)
OF_COMMANDS = {"backup", "bench", "dev", "localdb", "management", "population"}


def test_what_serves_people_keeps_nothing_in_a_session_of_the_database():
    assert not [
        str(path.relative_to(ROOT))
        for path in product_files(".py")
        if not OF_COMMANDS & set(path.relative_to(ROOT).parts)
        and KEPT_IN_A_SESSION.search(path.read_text())
    ]


def test_documentation_names_no_missing_module():
    text = (Path(ROOT) / "docs" / "architecture.md").read_text()

    named = re.findall(
        r"`((?:careersite|roles|profiles|roadmaps|tests)/[\w/.]+)`", text
    )

    assert named
    assert not [name for name in named if not (ROOT / name).exists()]
