"""The lines of a framework's plan, against what is there."""

from typing import Any

from careersite.common.columns import related_model
from careersite.common.models import ContentRoot
from roles.services.frameworks.writing import Json, find, held, place_to_write
from roles.services.imports import CREATE, UPDATE

Status = ContentRoot.Status


class Lines:
    """Lines to write, what is left as it is with the reason, and what is the same."""

    def __init__(self) -> None:
        self.rows: list[Json] = []
        self.left: list[str] = []
        self.unchanged = 0
        self._targets: dict[tuple[Any, str], Any] = {}
        self._closed: set[tuple[Any, str]] = set()
        self._asked_for: set[tuple[Any, ...]] = set()

    def expect_new(self, root: Any, slug: str) -> None:
        """Know a root that does not exist before the plan is applied."""
        self._targets[root, slug] = None

    def add(self, model: Any, parent: str, key: Json, values: Json, place: str) -> bool:
        """Plan a row below a root that may be written; return whether it is new."""
        root = related_model(model, model.parent_field)
        target = self.target(root, parent)
        if (root, parent) in self._closed:
            return False
        row = find(model, target, key) if target is not None else None
        if row is None:
            self.create(model, parent, key, values, place)
            return True
        self.update(row, parent, key, values, place)
        return False

    def create(
        self, model: Any, parent: str, key: Json, values: Json, place: str
    ) -> None:
        """Plan a new row."""
        if self._is_repeat(model, parent, key):
            return
        self._note(model, CREATE, parent, key, {}, key | values, place)

    def update(
        self, row: Any, parent: str, key: Json, values: Json, place: str
    ) -> None:
        """Plan what `values` change in a row; nothing if it holds them already."""
        if self._is_repeat(type(row), parent, key):
            return
        old = {name: held(row, name) for name in values}
        new = {name: value for name, value in values.items() if old[name] != value}
        if not new:
            self.unchanged += 1
            return
        old = {name: old[name] for name in new}
        self._note(type(row), UPDATE, parent, key, old, new, place)

    def _is_repeat(self, model: Any, parent: str, key: Json) -> bool:
        """Whether another entry asked for the row already; what it said counts."""
        asked = (model, parent, *sorted(key.items()))
        is_repeat = asked in self._asked_for
        self._asked_for.add(asked)
        self.unchanged += is_repeat
        return is_repeat

    def _note(self, model: Any, action: str, parent: str, *parts: Any) -> None:
        key, old, new, place = parts
        self.rows.append(
            {
                "line": place,
                "model": model._meta.label,
                "action": action,
                "parent": parent,
                "key": key,
                "old": old,
                "new": new,
            }
        )

    def target(self, root: Any, slug: str) -> Any:
        """Return the draft, or what may be written itself; None for what is new."""
        if (root, slug) not in self._targets:
            live = root.objects.get(slug=slug)
            target = place_to_write(live)
            if target.status not in {Status.DRAFT, Status.PUBLISHED}:
                self._closed.add((root, slug))
                state = target.get_status_display().lower()
                self.left.append(f"“{live}” is {state}: nothing is added to it.")
            self._targets[root, slug] = target
        return self._targets[root, slug]
