"""What hangs on a step: move it to another one, copy it, bring it back."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from roadmaps.models import EvidenceLink, StepProgress, Submission, SubmissionItem

# Rows that simply belong to a step, by the name of the relation.
PLAIN = ("comments", "notes", "time_logs")
Moved = dict[str, dict[str, int]]


def move_content(source: StepProgress, target: StepProgress) -> Moved:
    """Give a merged step the words, rounds, ticks and time of another one.

    Returns, by relation, the ids of what was moved (for rounds: with the number
    that each had), so that an undo can bring it back.
    """
    moved: Moved = {}
    for name in PLAIN:
        rows = getattr(source, name)
        moved[name] = {str(pk): 0 for pk in rows.values_list("pk", flat=True)}
        rows.update(progress=target)
    moved["submissions"] = {}
    for submission in source.submissions.order_by("round"):
        moved["submissions"][str(submission.pk)] = submission.round
        submission.move_to(target, round_number=target.submissions.next_round())
    moved |= _move_ticks(source, target)
    links = _not_linked_to(target, source.evidence_links.all())
    moved["evidence_links"] = {str(pk): 0 for pk in links.values_list("pk", flat=True)}
    links.update(progress=target)
    return moved


def bring_back(moved: Mapping[str, Mapping[str, int]], home: StepProgress) -> None:
    """Give a step back what `move_content` took from it, as far as it is there."""
    for name in (*PLAIN, "part_ticks", "resource_ticks"):
        relation = home._meta.get_field(name)
        rows: Any = relation.related_model.objects  # type: ignore[union-attr]
        here = rows.filter(pk__in=[int(pk) for pk in moved.get(name, {})])
        here.update(progress=home)
    links = EvidenceLink.objects.filter(
        pk__in=map(int, moved.get("evidence_links", {}))
    )
    _not_linked_to(home, links).update(progress=home)
    numbers = moved.get("submissions", {})
    for submission in Submission.objects.filter(pk__in=[int(pk) for pk in numbers]):
        submission.move_to(home, round_number=numbers[str(submission.pk)])


def copy_content(source: StepProgress, target: StepProgress) -> None:
    """Give another part of a split step copies of what the step holds."""
    for comment in source.comments.all():
        target.comments.create(
            author=comment.author,
            author_name=comment.author_name,
            text=comment.text,
            created_at=comment.created_at,
        )
    for note in source.notes.all():
        target.notes.create(learner_id=note.learner_id, text=note.text)
    for tick in source.part_ticks.all():
        target.part_ticks.get_or_create(
            part_key=tick.part_key, defaults={"at": tick.at}
        )
    for link in _not_linked_to(target, source.evidence_links.all()):
        target.evidence_links.create(
            learner_id=link.learner_id,
            project_id=link.project_id,
            earned_certification_id=link.earned_certification_id,
        )
    for submission in source.submissions.order_by("round"):
        _copy_round(submission, target)


def _not_linked_to(row: StepProgress, links: QuerySet) -> QuerySet:
    """Return the links that show what is not linked to this step as well."""
    there = row.evidence_links
    projects = there.filter(project__isnull=False).values("project")
    earned = there.filter(earned_certification__isnull=False)
    return links.exclude(project__in=projects).exclude(
        earned_certification__in=earned.values("earned_certification")
    )


def _move_ticks(source: StepProgress, target: StepProgress) -> Moved:
    ticked = target.part_ticks.values("part_key")
    parts = source.part_ticks.exclude(part_key__in=ticked)
    read = target.resource_ticks.values("resource")
    resources = source.resource_ticks.exclude(resource__in=read)
    moved = {
        "part_ticks": {str(pk): 0 for pk in parts.values_list("pk", flat=True)},
        "resource_ticks": {str(pk): 0 for pk in resources.values_list("pk", flat=True)},
    }
    parts.update(progress=target)
    resources.update(progress=target)
    return moved


def _copy_round(submission: Submission, target: StepProgress) -> None:
    """Copy a round without its answers: one not in effect yet answers the original."""
    items = list(submission.items.all())
    submission.pk = None
    submission.progress = target
    if submission.status == Submission.Status.DECIDED:
        submission.status = Submission.Status.WAITING
    submission.save(force_insert=True)
    for item in items:
        item.pk = None
        item.submission = submission
    SubmissionItem.objects.bulk_create(items)
