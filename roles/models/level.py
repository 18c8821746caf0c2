"""House levels: our own scale, on which ladders of all sources are mapped."""

from django.db import models


class HouseLevel(models.TextChoices):
    """A level without fixed years; sources differ about those."""

    ENTRY = "entry", "Entry"
    MID = "mid", "Mid"
    SENIOR = "senior", "Senior"
    STAFF = "staff", "Staff or principal"
    EXECUTIVE = "executive", "Director and above"

    @property
    def rank(self) -> int:
        """The place in the order of levels, 1 for entry to 5 for executive."""
        return list(type(self)).index(self) + 1
