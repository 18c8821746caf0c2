"""What the `seed` command last wrote, so that an editor's work is never lost."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class SeededRow(models.Model):
    """One row of content as `seed` last wrote it.

    The hash covers the named fields; a row whose hash differs from it was
    changed by an editor since, and a row that is gone was removed by one.
    """

    model_label = models.CharField(max_length=80)
    natural_key = models.CharField(max_length=400, help_text="As a JSON list.")
    fields = ArrayField(models.CharField(max_length=80))
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model_label", "natural_key"],
                name="roles_seededrow_key_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model_label} {self.natural_key}"


class SeedRun(models.Model):
    """One run of `seed`, with the hash of the fixture files that it read."""

    finished_at = models.DateTimeField()
    files_hash = models.CharField(max_length=64)
    created = models.PositiveIntegerField()
    updated = models.PositiveIntegerField()
    kept = models.PositiveIntegerField(help_text="Left as an editor had them.")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Seeded on {self.finished_at:%Y-%m-%d}"
