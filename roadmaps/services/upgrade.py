"""Move a learner to a newer version and lose nothing (rule 25)."""

from dataclasses import dataclass

from roadmaps.models import Enrollment, RoadmapVersion


@dataclass(frozen=True)
class Offer:
    """A newer version, and the sentence that offers it."""

    version: RoadmapVersion
    said: str


def offer(enrollment: Enrollment) -> Offer | None:
    """Return the newer version that the learner has not yet answered (1 query)."""
    declined = enrollment.declined_version_id
    newest = (
        RoadmapVersion.objects.latest_published()
        .filter(roadmap=enrollment.roadmap_id)
        .defer("layout")
        .first()
    )
    if newest is None or newest.pk in {declined, enrollment.version_id}:
        return None
    if newest.number < enrollment.version.number:
        return None
    return Offer(newest, "This roadmap has a newer version.")
