"""What was published when: history, what changed between two texts, restoring one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from roles.admin.life.base import LifePage
from roles.models import EditorialEvent, Revision
from roles.services import drafts
from roles.services.changes import changes_of
from roles.services.revisions import content_of, difference


class HistoryPages(LifePage):
    """What readers saw before, compared and brought back."""

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what differs between two revisions, or a revision and now."""
        root = self._row(request, pk)
        live = root.draft_of if root.is_draft_copy else root
        one = self._revision(live, request.GET.get("from"))
        other = self._revision(live, request.GET.get("to"))
        after = other.content if other else content_of(live)
        context = {
            "difference": difference(self.model, one.content if one else None, after),
            "from_name": f"revision {one.number}" if one else "nothing",
            "to_name": f"revision {other.number}" if other else "what readers see now",
        }
        return self._page(request, live, "compare", "Changes of", context)

    def restore_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Bring an older text back as a draft."""
        live = self._row(request, pk, post_only=True)
        revision = self._revision(live, request.POST.get("number"))
        if revision is None:
            raise Http404
        try:
            draft = drafts.restore(
                root=live,
                revision=revision,
                by=self.actor(request),
                now=timezone.now(),
            )
        except (drafts.DraftExistsError, drafts.RestoreRefusedError) as error:
            return self._back(request, live, str(error), messages.ERROR)
        text = f"Revision {revision.number} is back, as a draft."
        return self._back(request, draft, text)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show every act and every published text."""
        if not object_id.isdecimal():
            raise Http404
        root = self._row(request, int(object_id[:18]))
        live = root.draft_of if root.is_draft_copy else root
        context = {
            "events": EditorialEvent.objects.about(live)[:200],
            "changes": changes_of(live),
            "revisions": Revision.objects.about(live).defer("content")[:200],
        }
        return self._page(request, live, "history", "History of", context)

    def _revision(self, live: Any, number: str | None) -> Revision | None:
        if not number:
            return None
        if not (number.isdecimal() and len(number) < 9):
            raise Http404
        return get_object_or_404(Revision.objects.about(live), number=number)
