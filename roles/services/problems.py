"""What keeps a draft from being published, all at once."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError

from careersite.common.branches import (
    child_relations,
    content_names,
    read_branch,
    rows_below,
    write_branch,
)
from careersite.common.columns import field_of
from careersite.common.models import ContentRoot, Publishable


def problems_of(root: ContentRoot) -> list[str]:
    """Return every reason why `root` cannot be published, in the editor's words."""
    problems = [
        *root.publishing_problems(),
        *_in_rows(root, set()),
        *_against_live(root),
    ]
    return list(dict.fromkeys(problems)) or list(_when_written(root))


def _in_rows(row: Any, above: set[str]) -> Iterator[str]:
    yield from _in_fields(row, above)
    yield from _unpublished_names(row)
    for _, child in child_relations(type(row)):
        for below in rows_below(row, child).select_related():
            for problem in _in_rows(below, {child.parent_field}):
                yield f"{child._meta.verbose_name} “{below}”: {problem}"


def _in_fields(row: models.Model, above: set[str]) -> Iterator[str]:
    try:
        row.clean_fields(exclude=above)
        row.clean()
    except ValidationError as error:
        yield from _sentences(row, error)


def _sentences(row: models.Model, error: ValidationError) -> Iterator[str]:
    for name, messages in error.message_dict.items():
        start = (
            ""
            if name == NON_FIELD_ERRORS
            else f"{field_of(type(row), name).verbose_name}: "
        )
        yield from (f"{start}{message}" for message in messages)


def _unpublished_names(row: Any) -> Iterator[str]:
    """Readers must not be led to what they cannot open."""
    for name in content_names(type(row)):
        column = field_of(type(row), name)
        if not isinstance(column, models.ForeignKey):
            continue
        found = getattr(row, name)
        if isinstance(found, Publishable) and not _is_known_to_readers(found):
            yield f"{column.verbose_name} “{found}” is not published."


def _is_known_to_readers(found: Publishable) -> bool:
    return found.status in {Publishable.Status.PUBLISHED, Publishable.Status.ARCHIVED}


def _against_live(root: ContentRoot) -> Iterator[str]:
    """Check uniqueness as the live row will meet it."""
    live = type(root).everything.get(pk=root.draft_of_id or root.pk)  # type: ignore[attr-defined]
    for name in content_names(type(root)):
        attname = field_of(type(root), name).attname
        setattr(live, attname, getattr(root, attname))
    try:
        live.validate_unique()
        live.validate_constraints()
    except ValidationError as error:
        yield from _sentences(root, error)


def _when_written(root: ContentRoot) -> Iterator[str]:
    """Try the writing, and take it back: the database knows what no check sees."""
    if not root.is_draft_copy:
        return
    # Read anew: what is written here stays in the object when it is taken back.
    live = type(root).everything.get(pk=root.draft_of_id)  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            write_branch(live, read_branch(root))
            transaction.set_rollback(True)
    except ProtectedError as error:
        yield _protected(error)
    except DatabaseError as error:
        yield refusal_of(error)


def _protected(error: ProtectedError) -> str:
    rows = error.protected_objects
    kinds = ", ".join(sorted({str(row._meta.verbose_name_plural) for row in rows}))
    return f"Something that the draft leaves out is still used by {kinds}."


def refusal_of(error: DatabaseError) -> str:
    """Say what a constraint says of itself, where the database names one."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return f"{model._meta.verbose_name}: {_message(constraint)}"
    return f"The database refuses it: {str(error).splitlines()[0]}"


def _message(constraint: models.BaseConstraint) -> str:
    said = constraint.violation_error_message
    default = models.BaseConstraint.default_violation_error_message
    if said and said != default:
        return str(said)
    return f"{constraint.name} does not hold."
