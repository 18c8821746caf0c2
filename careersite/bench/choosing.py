"""Choosing whose pages are measured, and what each is measured against."""

from dataclasses import replace
from datetime import datetime

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Count, F, Q
from django.urls import reverse

from careersite.bench.content import ROLE
from careersite.bench.report import MB
from careersite.bench.subjects import Call, Subject
from careersite.population.people import DOMAIN, LARGE_DESK, SMALL_DESK
from profiles.middleware import BEGAN_AT, SEEN_AT
from profiles.models import ApiToken, Mentorship, User
from profiles.services.tokens import make_token
from roadmaps.models import Enrollment, StepProgress, Submission

BACKEND = "careersite.desk.PersonBackend"
VIEW = "bare view"
ROADMAP = "bare roadmap view"
LIST = "bare DRF list"
WRITE = "bare write"
SMALL = f"mentor desk, 50 rows, {SMALL_DESK} mentees"


def subjects(*, now: datetime) -> list[Subject]:
    """Return everything to measure, references first; needs a population."""
    enrollment = _enrollment()
    session = _session(enrollment.learner, now=now)
    return [
        *_references(enrollment, session, now=now),
        *_public(),
        *_learners(enrollment, session, now=now),
        *_mentors(now=now),
    ]


def _enrollment() -> Enrollment:
    """Return one in the middle of its way, of a learner who logs hours if any does."""
    rows = "step_progress"
    done = Count(rows, filter=Q(step_progress__state="done"), distinct=True)
    at_work = Q(step_progress__state="in_progress")
    under_way = Count(rows, filter=at_work, distinct=True)
    logs = Count("time_logs", distinct=True)
    first = Enrollment.objects.filter(
        learner__email__lt=f"learner-{1000:09}{DOMAIN}",
        learner__email__endswith=DOMAIN,
    )
    found = (
        first.annotate(done=done, under_way=under_way, logs=logs)
        .filter(done__gte=10, under_way__gt=0)
        .select_related("learner")
        .order_by("-logs", "pk")
        .first()
    )
    if found is None:
        raise LookupError("Nobody is in the middle of the way: make more learners.")
    return found


def _references(
    enrollment: Enrollment, session: dict[str, str], *, now: datetime
) -> list[Subject]:
    row = _open_row(enrollment)
    writing = _token(enrollment.learner, now=now)
    bare_roadmap = reverse("bench_roadmap", args=[enrollment.pk])
    bare_write = reverse("bench_write", args=[row.pk])
    return [
        Subject(VIEW, [Call(reverse("bench_view"))]),
        Subject(ROADMAP, [Call(bare_roadmap, headers=session)]),
        Subject(LIST, [Call(f"{reverse('bench_list')}?page_size=50")]),
        Subject(WRITE, [Call(bare_write, "POST", writing, {})]),
    ]


def _public() -> list[Subject]:
    address = reverse("roles:role_detail", args=[ROLE])
    role = [Call(address)]
    # An unknown cookie leads past the pages that the process keeps.
    fresh = [Call(address, headers={"Cookie": "bench=fresh"})]
    search = [Call(f"{reverse('search')}?q={word}") for word in ("pyton", "docker")]
    return [
        Subject("role page, signed out", role, VIEW, 4),
        Subject("role page, built anew", fresh, VIEW, 4),
        Subject("role page, revalidated", role, VIEW, 1.5, is_revalidated=True),
        Subject("search, 10,000 skills", search, VIEW, 4, query_bar=3),
        Subject(
            "API list of 50 skills", [Call("/api/v1/skills/?page_size=50")], LIST, 1.5
        ),
    ]


def _learners(
    enrollment: Enrollment, session: dict[str, str], *, now: datetime
) -> list[Subject]:
    page = [Call(enrollment.get_absolute_url(), headers=session)]
    dashboard = [Call(reverse("roadmaps:dashboard"), headers=session)]
    gap = [Call(reverse("my_gap"), headers=session)]
    step = f"/api/v1/me/enrollments/{enrollment.pk}/steps/"
    tick = f"{step}{_open_row(enrollment).step_key}/tick-part/"
    writing = _token(enrollment.learner, now=now)
    ticks = [
        Call(tick, "POST", writing, {"part": "part-3", "is_ticked": wanted})
        for wanted in (True, False)
    ]
    return [
        Subject("learner's roadmap, 40 steps", page, ROADMAP, 2.5, query_bar=12),
        Subject("learner's dashboard", dashboard, ROADMAP, 3, query_bar=15),
        Subject("tick a part, API", ticks, WRITE, 2.5),
        Subject("gap, 25 roles of 60 skills", gap, ROADMAP, 3, query_bar=10),
    ]


def _mentors(*, now: datetime) -> list[Subject]:
    large, small = (
        User.objects.get(email=f"mentor-{number:09}{DOMAIN}") for number in (1, 2)
    )
    mentees = Mentorship.objects.active().by(large).count()
    few = f"this population has {mentees:,} mentees at the desk"
    reviewing = _token(large, now=now)
    waiting = Submission.objects.reviewable_by(large).waiting()
    one = waiting.order_by("submitted_at", "pk").first()
    if one is None:
        raise LookupError("Nothing waits for the mentor: make more learners.")
    review = f"/api/v1/mentor/reviews/{one.pk}/"
    decide = [
        Call(f"{review}decide/", "POST", reviewing, {"decision": "approve"}),
        Call(f"{review}undo/", "POST", reviewing),
    ]
    is_full = mentees >= LARGE_DESK
    return [
        Subject(SMALL, [_desk(small, now=now)], ROADMAP),
        Subject(
            f"mentor desk, 50 rows, {LARGE_DESK:,} mentees",
            [_desk(large, now=now)] if is_full else [],
            SMALL,
            1.15,
            remark="" if is_full else few,
        ),
        Subject(
            f"export of progress, {LARGE_DESK:,} learners",
            [_export(small, now=now), _export(large, now=now)] if is_full else [],
            f"more than {SMALL_DESK} learners take",
            10,
            remark="" if is_full else few,
            unit=MB,
        ),
        Subject("mentor's review, API", decide, WRITE, 3),
    ]


def first_calls(found: list[Subject]) -> list[Call]:
    """Return what has to be said before the others: the review that is decided."""
    review = next(one for one in found if one.name == "mentor's review, API")
    decide = review.calls[0]
    draft = {"message": "Good.", "criteria": {"shown": {"verdict": "met", "text": ""}}}
    return [
        replace(decide, method="PUT", path=decide.path[: -len("decide/")], body=draft)
    ]


def _desk(mentor: User, *, now: datetime) -> Call:
    return Call("/api/v1/mentor/queue/?page_size=50", headers=_session(mentor, now=now))


def _export(mentor: User, *, now: datetime) -> Call:
    return Call(reverse("roadmaps:mentee_csv"), headers=_session(mentor, now=now))


def _open_row(enrollment: Enrollment) -> StepProgress:
    rows = enrollment.step_progress.filter(state="in_progress")
    return rows.order_by(F("step__number"))[0]


def _session(user: User, *, now: datetime) -> dict[str, str]:
    """Sign somebody in, as the sign-in page does, and return the cookie."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[BEGAN_AT] = session[SEEN_AT] = now.timestamp()
    session.save()
    return {"Cookie": f"sessionid={session.session_key}"}


def _token(user: User, *, now: datetime) -> dict[str, str]:
    made = make_token(
        user=user,
        name="bench",
        scope=ApiToken.Scope.WRITE,
        days=2,
        by=user,
        now=now,
    )
    return {"Authorization": f"Token {made.secret}", "Content-Type": "application/json"}
