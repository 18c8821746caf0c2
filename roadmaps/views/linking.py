"""Evidence linked by hand: a step shows what the profile holds."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from profiles.models import User
from profiles.requests import SignedInRequest
from roadmaps.forms.step import LinkForm, RowForm
from roadmaps.models import EvidenceLink, StepProgress
from roadmaps.services.linking import link_evidence, unlink_evidence
from roadmaps.views.panel_forms import form_ids
from roadmaps.views.roadmap import private
from roadmaps.views.step import own_row, perform


@private
@require_POST
def evidence_link(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Link a project or a certificate to a step."""
    row = own_row(request, pk, key)
    form = LinkForm(request.POST, auto_id=form_ids("link", row))
    return perform(
        request,
        row,
        {"link": form},
        lambda: _link(row, request.user, form.words()),
        said="Linked to this step.",
    )


@private
@require_POST
def evidence_unlink(
    request: SignedInRequest, pk: int, key: str, number: int
) -> HttpResponse:
    """Take a link away."""
    row = own_row(request, pk, key)
    link = get_object_or_404(
        EvidenceLink.objects.of(request.user), progress=row, pk=number
    )
    return perform(
        request,
        row,
        {"unlink": RowForm(request.POST)},
        lambda: unlink_evidence(link=link, by=request.user, now=timezone.now()),
        said="No longer linked to this step.",
    )


def _link(row: StepProgress, by: User, words: dict[str, int]) -> None:
    """Link; what the service refuses stands at the form's one field."""
    try:
        link_evidence(progress=row, by=by, now=timezone.now(), **words)
    except ValidationError as refused:
        raise ValidationError({"thing": refused.messages}) from refused
