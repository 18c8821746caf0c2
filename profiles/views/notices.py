"""What a person was told."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from careersite.common.paging import Paginator
from careersite.common.posted import posted
from profiles.forms.notices import NoticeWishesForm
from profiles.models import Notice
from profiles.requests import SignedInRequest
from profiles.services import notice_wishes, notices
from profiles.services.notice_wishes import UnknownUnsubscribeError

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


@require_http_methods(["GET", "HEAD", "POST"])
def notice_wishes_edit(request: SignedInRequest) -> HttpResponse:
    """Choose, kind by kind, how soon a notice is mailed."""
    form = NoticeWishesForm(posted(request), user=request.user)
    if form.is_valid():
        notice_wishes.set_rhythms(user=request.user, rhythms=form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("profiles:notice_wishes_edit")
    status = 422 if form.is_bound else 200
    context = {"form": form}
    return render(request, "profiles/notice_wishes_edit.html", context, status=status)


@csrf_exempt  # Mail programs post without a cookie; the signed link says who it is.
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice_unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then stop one kind of mail; a mail program's one click posts at once."""
    try:
        wish = notice_wishes.read_unsubscribe(token)
    except UnknownUnsubscribeError:
        return render(request, "profiles/notice_unsubscribe_unknown.html", status=404)
    if request.method == "POST":
        notice_wishes.unsubscribe(wish)
    context = {"wish": wish, "is_done": request.method == "POST"}
    return render(request, "profiles/notice_unsubscribe.html", context)
