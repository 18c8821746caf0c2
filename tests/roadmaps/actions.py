"""How tests do a learner's action."""

from roadmaps.services import tracking


def act(action, row, now, **words):
    return getattr(tracking, action)(progress=row, by=row.learner, now=now, **words)
