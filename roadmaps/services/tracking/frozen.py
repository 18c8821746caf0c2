"""Evidence of a round as it was when sent: links, projects, certificates."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError

from profiles.models import EarnedCertification, Project, User
from roadmaps.models import Submission, SubmissionItem

CHOSEN_MAX = 10
Kind = SubmissionItem.Kind


def build_items(
    *,
    learner: User,
    links: Sequence[str],
    projects: Iterable[int],
    certifications: Iterable[int],
) -> list[SubmissionItem]:
    """Return unsaved items that hold what the learner's own things say now.

    `projects` and `certifications` are keys. Raises ValidationError, by field, for
    what is not the learner's, or for more than 10 of a kind.
    """
    found = [
        *_own(learner.projects.all(), projects, field="projects"),
        *_own(
            learner.earned_certifications.select_related("certification"),
            certifications,
            field="certifications",
        ),
    ]
    items = [SubmissionItem(kind=Kind.LINK, url=link) for link in links]
    items += [
        _of_project(row) if isinstance(row, Project) else _of_certificate(row)
        for row in found
    ]
    for position, item in enumerate(items, start=1):
        item.position = position
    return items


def save_items(submission: Submission, items: Iterable[SubmissionItem]) -> None:
    """Keep the items of a new round."""
    items = list(items)
    for item in items:
        item.submission = submission
    SubmissionItem.objects.bulk_create(items)


def are_same(items: Iterable[SubmissionItem], others: Iterable[SubmissionItem]) -> bool:
    """Tell whether two rounds would hold the same evidence."""
    return [_identity(item) for item in items] == [_identity(item) for item in others]


def _identity(item: SubmissionItem) -> tuple[object, ...]:
    return (item.kind, item.url, item.label, item.detail)


def _own(rows: Iterable, chosen: Iterable[int], *, field: str) -> list:
    """Return the chosen of the learner's own rows, each once."""
    wanted = set(chosen)
    if not wanted:
        return []
    if len(wanted) > CHOSEN_MAX:
        raise ValidationError({field: [f"Choose at most {CHOSEN_MAX}."]})
    found = [row for row in rows if row.pk in wanted]
    if len(found) < len(wanted):
        raise ValidationError({field: ["Choose from your own."]})
    return sorted(found, key=lambda row: row.pk)


def _of_project(project: Project) -> SubmissionItem:
    return SubmissionItem(
        kind=Kind.PROJECT,
        project=project,
        label=project.title,
        url=project.url,
        detail=project.outcome,
    )


def _of_certificate(earned: EarnedCertification) -> SubmissionItem:
    said = [f"issued {earned.issued_on:%d %b %Y}"]
    if earned.expires_on:
        said.append(f"valid until {earned.expires_on:%d %b %Y}")
    if earned.credential_id:
        said.append(f"credential {earned.credential_id}")
    return SubmissionItem(
        kind=Kind.CERTIFICATE,
        earned_certification=earned,
        label=earned.certification.name[:160],
        url=earned.credential_url,
        detail=", ".join(said),
    )
