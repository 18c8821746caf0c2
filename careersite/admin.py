"""Pages of the desk for operators: how the site is, and what it does by itself."""

from collections.abc import Callable
from functools import partial
from typing import cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from procrastinate.contrib.django.models import ProcrastinateJob

from careersite import jobs, upkeep
from careersite.common.admin import CareersiteAdminSite
from careersite.common.admin.site import is_operator
from careersite.common.paging import Paginator
from careersite.health import read_queue
from profiles.models import User

PAGE_SIZE = 50
# Status of a job -> its name here, in the order of the tabs.
TABS = {"failed": "Failed", "todo": "Waiting", "doing": "Running"}


@require_safe
def site_health(request: HttpRequest) -> HttpResponse:
    """Show what needs acting on, the queue, mail, backups, versions and size."""
    _check(request)
    now = timezone.now()
    queue = read_queue(now=now)
    found, failing = upkeep.findings(queue, now=now), upkeep.troubles()
    kept = upkeep.kept(now=now)
    context = {
        **admin.site.each_context(request),
        "title": "How the site is",
        "worries": upkeep.worries(found, failing, kept),
        "findings": found,
        "troubles": failing,
        "kept": kept,
        "queue": queue,
        "waits": queue.counts.get("todo", 0),
        "runs": queue.counts.get("doing", 0),
        "size": upkeep.size(),
        "versions": upkeep.versions(),
    }
    return TemplateResponse(request, "admin/site_health.html", context)


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """Show the jobs of one status, and how the queue is."""
    _check(request)
    status = request.GET.get("status", "")
    status = status if status in TABS else "failed"
    now = timezone.now()
    queue = read_queue(now=now)
    page = Paginator(jobs.jobs_in(status), PAGE_SIZE).get_page(request.GET.get("page"))
    last = jobs.last_events(page)
    context = {
        **admin.site.each_context(request),
        "title": "Jobs",
        "tabs": [(key, name, queue.counts.get(key, 0)) for key, name in TABS.items()],
        "status": status,
        "page": page,
        "rows": [
            (job, jobs.purpose_of(job.task_name), last.get(job.pk)) for job in page
        ],
        "queue": queue,
        "is_worker_alive": queue.is_worker_alive(now),
        "lately": jobs.acts_lately(),
    }
    return TemplateResponse(request, "admin/jobs.html", context)


@require_POST
def job_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Run a failed job again."""
    act = partial(jobs.run_again, now=timezone.now())
    return _act_on_job(request, pk, act, "waits to be run again")


@require_POST
def job_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a failed job aside."""
    return _act_on_job(request, pk, jobs.set_aside, "is set aside")


def _act_on_job(
    request: HttpRequest, pk: int, act: Callable[..., ProcrastinateJob], done: str
) -> HttpResponse:
    _check(request)
    try:
        job = act(job_id=min(pk, 2**62), by=cast("User", request.user))
    except ProcrastinateJob.DoesNotExist as error:
        raise Http404 from error
    except jobs.NotFailedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"Job {job.pk} {done}.")
    return HttpResponseRedirect(reverse("admin:job_list"))


def _check(request: HttpRequest) -> None:
    if not is_operator(request):
        raise PermissionDenied


desk = cast("CareersiteAdminSite", admin.site)
desk.add_page("site/", site_health, "site_health")
desk.add_page("jobs/", job_list, "job_list")
desk.add_page("jobs/<int:pk>/again/", job_again, "job_again")
desk.add_page("jobs/<int:pk>/aside/", job_aside, "job_aside")
