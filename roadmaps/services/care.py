"""What of roadmaps needs an editor's care (rule 7); of learners only figures."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, Q

from roadmaps.models import Enrollment, RoadmapVersion, Step, StepProgress
from roles.models import Certification
from roles.services.concerns import (
    FEWEST,
    SHOWN_MAX,
    Concern,
    Finding,
    desk_url,
    provide,
)

IDLE_FOR = timedelta(weeks=6)
# A roadmap and the key of one of its steps.
Place = tuple[int, str]
UNDER_WAY = (StepProgress.State.IN_PROGRESS, StepProgress.State.CHANGES_REQUESTED)


def register() -> None:
    """Hand in what the desk's list of care shows of roadmaps."""
    provide(left_steps)
    provide(retired_in_steps)


def left_steps(today: date) -> Concern:
    """Return the steps that at least five learners left, the most left first.

    A step is left where it is skipped, or was begun and the learner left the
    roadmap or did nothing at the step for six weeks.
    """
    left = _learners(_is_left(today))
    counts = {place: number for place, number in left.items() if number >= FEWEST}
    keys = {key for _, key in counts}
    came = _learners(~Q(state=StepProgress.State.NOT_STARTED), Q(step_key__in=keys))
    steps = _newest_steps(keys)
    shown = sorted(
        (place for place in counts if place in steps),
        key=lambda place: (-counts[place], place),
    )
    return Concern(
        "left-steps",
        "Steps that many leave",
        "Of the learners who came to these steps, so many skipped them, left the"
        " roadmap there, or did nothing for six weeks. Counted from 5 learners up.",
        len(shown),
        tuple(
            Finding(
                f"{steps[place].version.roadmap}, {steps[place]}:"
                f" {counts[place]} of {came[place]}",
                desk_url(steps[place]),
            )
            for place in shown[:SHOWN_MAX]
        ),
    )


def _learners(*which: Q) -> dict[Place, int]:
    """Return how many learners have such a row, step by step."""
    rows = (
        StepProgress.objects.in_plan()
        .filter(*which)
        .values_list("enrollment__roadmap_id", "step_key")
        .annotate(number=Count("learner", distinct=True))
        .order_by()
    )
    return {(roadmap_id, key): number for roadmap_id, key, number in rows}


def _is_left(today: date) -> Q:
    begin = datetime.combine(today, time.min, tzinfo=UTC)
    under_way = Q(state__in=UNDER_WAY)
    return (
        Q(state=StepProgress.State.SKIPPED)
        | under_way & Q(enrollment__status=Enrollment.Status.LEFT)
        | under_way
        & Q(
            enrollment__status=Enrollment.Status.ACTIVE,
            last_activity_at__lt=begin - IDLE_FOR,
        )
    )


def _newest_steps(keys: Collection[str]) -> dict[Place, Step]:
    """Return each step in its newest published version."""
    steps = (
        Step.objects.filter(key__in=keys, version__status="published")
        .select_related("version__roadmap")
        .order_by("version__number")
    )
    return {(step.version.roadmap_id, step.key): step for step in steps}


def retired_in_steps(today: date) -> Concern:
    """Return steps of newest versions that ask for what nobody can earn any more."""
    newest = RoadmapVersion.objects.startable().values("pk")
    steps = list(
        Step.objects.filter(
            version__in=newest,
            certification__standing=Certification.Standing.RETIRED,
        )
        .select_related("version__roadmap", "certification")
        .order_by("version__roadmap__slug", "number")
    )
    return Concern(
        "retired-in-steps",
        "No longer offered, still in a roadmap",
        "Learners cannot earn these any more: the next version asks for another.",
        len(steps),
        tuple(
            Finding(
                f"{step.version.roadmap}, {step}: {step.certification}",
                desk_url(step),
            )
            for step in steps[:SHOWN_MAX]
        ),
    )
