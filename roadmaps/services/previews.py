"""Drafts of versions as readers will see them, by a signed link for a week."""

from django.core import signing
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from roadmaps.models import RoadmapVersion
from roles.services.previews import SECONDS, OverError

SALT = "roadmaps.preview"


def address_of(version: RoadmapVersion) -> str:
    """Return the path of a preview that needs no account."""
    return reverse("roadmaps:preview", args=[signing.dumps(version.pk, salt=SALT)])


def find(token: str) -> RoadmapVersion:
    """Return the draft to which a link leads; raises OverError."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=SECONDS)
        drafts = RoadmapVersion.objects.drafts().select_related("roadmap__role")
        return drafts.get(pk=pk)
    except (signing.BadSignature, ObjectDoesNotExist) as error:
        raise OverError from error
