"""What a person was told."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from profiles.models import Notice
from profiles.requests import SignedInRequest
from profiles.services import notices

PAGE_SIZE = 25


@require_safe
def notice_list(request: SignedInRequest) -> HttpResponse:
    """Show all notices, newest first; looking marks nothing as read."""
    own = Notice.objects.to(request.user)
    page = Paginator(own, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "unread_count": own.unread().count()}
    return render(request, "profiles/notice_list.html", context)


@require_POST
def notice_read(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark one notice as read, then go where it leads."""
    notice = get_object_or_404(Notice.objects.to(request.user), pk=pk)
    notices.mark_read(user=request.user, notice_id=notice.pk, now=timezone.now())
    return redirect(notice.url or "profiles:notice_list")


@require_POST
def notice_read_all(request: SignedInRequest) -> HttpResponse:
    """Mark all notices as read."""
    notices.mark_read(user=request.user, now=timezone.now())
    return redirect("profiles:notice_list")
