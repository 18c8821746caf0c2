"""What a learner shows at a step of what their profile holds."""

from typing import Self

from django.db import models
from django.db.models.functions import Now

from profiles.models import EarnedCertification, Project, User
from roadmaps.models.step_progress import StepProgress


class EvidenceLinkQuerySet(models.QuerySet):
    """Which links."""

    def of(self, learner: User) -> Self:
        """Return the links of one learner."""
        return self.filter(learner=learner)


class EvidenceLink(models.Model):
    """A project or certificate of the profile, linked to a step by hand.

    It shows the thing as it is now; what a round froze stays as it was sent.
    """

    progress = models.ForeignKey(
        StepProgress, on_delete=models.CASCADE, related_name="evidence_links"
    )
    learner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="evidence_links"
    )
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    earned_certification = models.ForeignKey(
        EarnedCertification,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())

    objects = EvidenceLinkQuerySet.as_manager()

    class Meta:
        ordering = ["progress", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    project__isnull=False, earned_certification__isnull=True
                )
                | models.Q(project__isnull=True, earned_certification__isnull=False),
                name="roadmaps_evidencelink_shows_one_thing",
            ),
            models.UniqueConstraint(
                fields=["progress", "project"],
                name="roadmaps_evidencelink_project_once",
            ),
            models.UniqueConstraint(
                fields=["progress", "earned_certification"],
                name="roadmaps_evidencelink_certificate_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown} at {self.progress}"

    @property
    def shown(self) -> Project | EarnedCertification | None:
        """The thing itself, fetched along by whoever shows it."""
        return self.project or self.earned_certification

    @property
    def label(self) -> str:
        """What it is called."""
        earned = self.earned_certification
        return earned.certification.name if earned else str(self.project)

    @property
    def url(self) -> str:
        """Where it can be seen; empty where the profile says nothing."""
        if self.project:
            return self.project.url
        return (
            self.earned_certification.credential_url
            if self.earned_certification
            else ""
        )
