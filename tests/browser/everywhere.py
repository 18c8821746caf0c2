"""What people of the demonstration look at: every page, and all that editors keep."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from profiles.models import MentoringEvent, Mentorship, Project, Section, User
from profiles.services import operating, sections
from roadmaps.models import Enrollment, EnrollmentEvent, PersonalStep, Submission
from roadmaps.services import tracking
from roles.models import Report, Skill
from roles.services import drafts, publishing
from tests.browser.hostile_rows import APPS
from tests.browser.test_accessibility import EDITOR, LEARNER, MENTOR, PAGES, VISITOR

MORE_PAGES = [
    (VISITOR, "/people/amara/"),
    (LEARNER, "/people/amara/"),
    (LEARNER, "/me/projects/{project}/"),
    (LEARNER, "/me/roadmaps/{enrollment}/notes/{note}/"),
    (LEARNER, "/me/roadmaps/{enrollment}/own/{own}/"),
    (LEARNER, "/me/roadmaps/{enrollment}/steps/statistics/"),
    (LEARNER, "/me/privacy/as/public/"),
    (MENTOR, "/me/roadmaps/{enrollment}/steps/statistics/"),
    (MENTOR, "/me/roadmaps/{enrollment}/?view=map"),
]
DESK = ("change", "history")
SEVERAL = 6  # rows, so that many texts stand there at a time


def addresses_by_person():
    """Return what each person looks at, once everybody has written everywhere."""
    keys, found = _write_more(), {}
    for person, address in (*PAGES, *MORE_PAGES):
        found.setdefault(person, []).append(address.format(**keys))
    found[EDITOR] += [*desk_lists(), *desk_rows()]
    return found


def kept_at_the_desk():
    """Yield the tables that editors keep and that hold something, with one row."""
    for model in admin.site._registry:  # noqa: SLF001
        one = model._meta.default_manager.order_by("pk").first()
        if model._meta.app_label in APPS and one:
            yield model, one


def _name(model, what):
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}"


def desk_lists(models=None):
    """Yield the address of each list of the desk, or of those of some tables."""
    for model, _ in kept_at_the_desk():
        if models is None or model in models:
            yield reverse(_name(model, "changelist"))


def desk_rows(models=None):
    """Yield the addresses of the form and the history of one row of each table."""
    for model, one in kept_at_the_desk():
        if models is None or model in models:
            yield from (reverse(_name(model, what), args=[one.pk]) for what in DESK)


def _write_more():
    """Write words wherever the demonstration has few; return numbers of rows."""
    learner, mentor = User.objects.get(email=LEARNER), User.objects.get(email=MENTOR)
    now = timezone.now()
    by_learner = {"by": learner, "now": now}
    enrollment = Enrollment.objects.of(learner).first()
    row = enrollment.step_progress.get(step_key="statistics")
    for _ in range(SEVERAL):
        note = tracking.add_note(progress=row, text="Note", **by_learner)
        tracking.add_comment(progress=row, text="Comment", **by_learner)
        tracking.add_comment(progress=row, text="Comment", by=mentor, now=now)
        own = tracking.save_personal_step(
            step=PersonalStep(enrollment=enrollment, learner=learner),
            title="Read on",
            hours=2,
            text="A text.",
            **by_learner,
        )
        project = Project.objects.create(user=learner, title="A project")
    for model in (MentoringEvent, EnrollmentEvent):
        _repeat(model.objects.first())
    mentorship = Mentorship.objects.active().first()
    mentorship.allow(["steps", "notes", "profile", "certifications"])
    sections.set_openness(
        user=learner,
        handle="amara",
        wanted=dict.fromkeys(Section.values, "public"),
        **by_learner,
    )
    _work_at_the_desk(learner, now)
    return {
        "enrollment": enrollment.pk,
        "version": enrollment.version_id,
        "submission": Submission.objects.waiting().first().pk,
        "mentorship": mentorship.pk,
        "project": project.pk,
        "note": note.pk,
        "own": own.pk,
    }


def _repeat(row):
    """Let the same be noted several times."""
    for _ in range(SEVERAL):
        row.pk, row._state.adding = None, True  # noqa: SLF001
        row.save()


def _work_at_the_desk(learner, now):
    """Leave revisions and their events, looks at an account, reports of readers."""
    editor = User.objects.get(email=EDITOR)
    for skill in Skill.objects.order_by("pk")[:SEVERAL]:
        draft, _ = drafts.open_draft(root=skill, by=editor, now=now)
        publishing.publish(root=draft, by=editor, now=now, reason="Clearer.")
        operating.note_looks(people=[learner], by=editor, now=now)
        Report.objects.create(
            page="/roles/", kind=Report.Kind.OTHER, text="Wrong.", made_at=now
        )
