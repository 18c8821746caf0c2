"""What a learner writes down of work and study."""

from django.core.exceptions import ValidationError
from django.db import transaction

from profiles.models import EducationEntry, User, WorkEntry

ENTRIES_MAX = 60
TOO_MANY = f"You can keep {ENTRIES_MAX} entries of a kind. Delete one first."

Entry = WorkEntry | EducationEntry


@transaction.atomic
def save_entry(entry: Entry) -> Entry:
    """Save an entry; raises ValidationError by field, or where there are too many.

    The learner's row is locked, so that two requests cannot pass the limit at once.
    """
    entry.full_clean()
    User.objects.select_for_update().get(pk=entry.user_id)
    others = type(entry).objects.of(entry.user).exclude(pk=entry.pk)
    if others.count() >= ENTRIES_MAX:
        raise ValidationError(TOO_MANY)
    entry.save()
    return entry
