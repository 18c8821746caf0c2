"""One small world for the access table: who acts, and whose things are asked for."""

from datetime import timedelta
from hashlib import sha256

from django.test import Client
from django.utils import timezone

from profiles.models import (
    Block,
    EarnedCertification,
    EducationEntry,
    HeldSkill,
    MentorInvitation,
    MentorLink,
    Notice,
    Project,
    ShareLink,
    WorkEntry,
)
from profiles.services import practice, sections, tokens
from profiles.services.notice_wishes import unsubscribe_token
from roadmaps.models import (
    CalendarFeed,
    CompletionRecord,
    Enrollment,
    MentoredEnrollment,
    PersonalStep,
    SavedReply,
)
from roadmaps.services import previews as version_previews
from roadmaps.services import publishing, tracking
from roadmaps.services.linking import link_evidence
from roadmaps.services.plan import read_plan
from roadmaps.services.record import snapshot_of
from roles.models import CareerMove, InterviewQuestion, Ladder
from roles.services import drafts, previews
from tests.factories.profiles import MentorshipFactory, StaffFactory, UserFactory
from tests.factories.roadmaps import StepFactory, StepSkillFactory
from tests.factories.roles import (
    CertificationFactory,
    FactFactory,
    InterviewQuestionFactory,
    QuizWeightFactory,
    SalaryBandFactory,
    SkillFactory,
)
from tests.groups import group

NOBODY = "nobody"
ACTORS = [
    NOBODY,
    "owner",
    "stranger",
    "invited",
    "mentor",
    "former",
    "editor",
    "operator",
]


def signed_part(address):
    """Return the token in the address of a preview."""
    return address.strip("/").rpartition("/")[2]


class World:
    """Everybody, signed in, and the identifiers that addresses need."""

    def __init__(self):
        self.now = timezone.now()
        people = {
            name: UserFactory(email=f"{name}@example.com", password="!")
            for name in ("owner", "stranger", "invited", "mentor", "former")
        }
        people["editor"] = StaffFactory(email="editor@example.com", password="!")
        people["editor"].groups.add(group("Editors"))
        people["operator"] = StaffFactory(
            email="operator@example.com", password="!", is_superuser=True
        )
        self.people = people
        self.values = {**self._content(), **self._belongings(), **self._mentoring()}
        self.clients = {name: self._client(name) for name in ACTORS}
        self.programs = {name: self._program(name, "write") for name in people}
        self.reader = self._program("owner", "read")

    def _client(self, name):
        client = Client(raise_request_exception=False)
        if name in self.people:
            client.force_login(self.people[name])
        return client

    def _program(self, name, scope):
        """Return a client that signs in by token alone."""
        user = self.people[name]
        made = tokens.make_token(
            user=user, name="Script", scope=scope, days=1, by=user, now=self.now
        )
        self.values["api_token"] = self.values.get("api_token", made.token.pk)
        return Client(
            raise_request_exception=False,
            headers={"Authorization": f"Token {made.secret}"},
        )

    def _content(self):
        band = SalaryBandFactory()
        certification = CertificationFactory()
        skill = SkillFactory()
        self.step = StepSkillFactory(skill=skill).step
        StepFactory(stage=self.step.stage)
        role, source = band.role, band.published_in
        ladder = Ladder.objects.create(
            role=role, source=source, key="ladder", title="L", status="published"
        )
        move = CareerMove.objects.create(
            role=role,
            key="move",
            kind="lateral",
            to_label="Other work",
            published_in=source,
            status="published",
        )
        draft, _ = drafts.open_draft(root=role, by=self.people["editor"], now=self.now)
        return {
            "preview": signed_part(previews.address_of(draft)),
            "role": role.slug,
            "skill": skill.slug,
            "certification": certification.slug,
            "source": source.slug,
            "band": band.key,
            "fact": FactFactory().key,
            "ladder": ladder.pk,
            "move": move.pk,
            **self._asked(skill),
            "roadmap": self.step.version.roadmap.slug,
            "step": self.step.key,
        }

    def _asked(self, skill):
        question = InterviewQuestionFactory()
        question.skills.add(skill)
        return {
            "asked_role": question.role.slug,
            "question_key": question.key,
            "question": question.pk,
        }

    def _belongings(self):
        owner = self.people["owner"]
        HeldSkill.objects.create(user=owner, skill=self.step.taught_skills.get().skill)
        earned = EarnedCertification.objects.create(
            user=owner,
            certification=CertificationFactory(),
            issued_on=self.now.date(),
        )
        notice = Notice.objects.create(
            user=owner, key="one", kind="test", text="Hello.", created_at=self.now
        )
        self.enrollment = tracking.enroll(
            learner=owner, roadmap=self.step.version.roadmap, now=self.now
        )
        return {
            "next_version": self._next_version(self.step.version.roadmap),
            "project": Project.objects.create(user=owner, title="Project").pk,
            "earned": earned.pk,
            "work": WorkEntry.objects.create(user=owner, employer="Shop").pk,
            "education": EducationEntry.objects.create(
                user=owner, institution="School"
            ).pk,
            "notice": notice.pk,
            "quiz_result": self._result().pk,
            "unsubscribe": unsubscribe_token(owner, Notice.Kind.COMMENT),
            "enrollment": self.enrollment.pk,
            "record": self._record().pk,
            **self._words(),
            "link": self._opened(owner).pk,
        }

    def _result(self):
        """Keep the result of a quiz, and an answer of practice."""
        owner, weight = self.people["owner"], QuizWeightFactory()
        practice.mark_question(
            user=owner,
            question=InterviewQuestion.objects.first(),
            mark="not",
            now=self.now,
        )
        return practice.keep_result(
            user=owner,
            quiz=weight.item.quiz,
            version=1,
            answers={weight.item.key: 4},
            ranking=[{"role": "a", "title": "A", "fit": 75, "rank": 1}],
            now=self.now,
        )[0]

    def _opened(self, owner):
        """Open the owner's page to everybody, with a link and a feed."""
        by_owner = {"user": owner, "by": owner, "now": self.now}
        sections.set_openness(**by_owner, handle="owner", wanted={"about": "public"})
        CalendarFeed.objects.create(
            user=owner,
            token_hash=sha256(b"feed-token").hexdigest(),
            password_mark=owner.get_session_auth_hash(),
        )
        return ShareLink.objects.create(
            user=owner,
            sections=["about"],
            token_hash=sha256(b"shared-token").hexdigest(),
            expires_at=self.now + timedelta(days=9),
        )

    def _words(self):
        row = self.enrollment.step_progress.first()
        who_when = {"by": row.learner, "now": self.now}
        step = PersonalStep(enrollment=self.enrollment, learner=row.learner)
        shown = Project.objects.create(user=row.learner, title="Shown at a step")
        return {
            "evidence": link_evidence(progress=row, project=shown.pk, **who_when).pk,
            "note": tracking.add_note(progress=row, text="A word", **who_when).pk,
            "log": tracking.log_time(
                enrollment=self.enrollment,
                minutes=60,
                on=self.now.date(),
                **who_when,
            ).pk,
            "personal": tracking.save_personal_step(
                step=step, title="Read on", hours=2, **who_when
            ).pk,
        }

    def _record(self):
        return CompletionRecord.objects.create(
            enrollment=self.enrollment,
            learner=self.enrollment.learner,
            completed_at=self.now,
            snapshot=snapshot_of(
                read_plan(Enrollment.objects.with_plan().get(pk=self.enrollment.pk)),
                now=self.now,
            ),
        )

    def _next_version(self, roadmap):
        """Publish what the owner is offered; return the preview of the one after."""
        by = self.people["operator"]
        draft = publishing.draft_next_version(roadmap=roadmap, by=by, now=self.now)
        StepFactory(stage=draft.stages.get(), key="newest")
        publishing.publish_version(version=draft, by=by, now=self.now)
        after = publishing.draft_next_version(roadmap=roadmap, by=by, now=self.now)
        return signed_part(version_previews.address_of(after))

    def _mentoring(self):
        owner = self.people["owner"]
        active = MentorshipFactory(learner=owner, mentor=self.people["mentor"])
        ended = MentorshipFactory(
            learner=owner,
            mentor=self.people["former"],
            ended_at=self.now,
            ended_by_id=owner.pk,
        )
        for mentorship in (active, ended):
            MentoredEnrollment.objects.create(
                mentorship=mentorship, enrollment=self.enrollment
            )
        block = Block.objects.create(
            blocker=owner, blocked=self.people["operator"], created_at=self.now
        )
        MentorLink.objects.create(
            mentor=self.people["mentor"],
            token_hash=sha256(b"mentor-link").hexdigest(),
            created_at=self.now,
        )
        Block.objects.create(
            blocker=self.people["mentor"],
            blocked=self.people["former"],
            created_at=self.now,
        )
        invitation = MentorInvitation.objects.create(
            learner=owner,
            email=self.people["invited"].email,
            token_hash=sha256(b"token").hexdigest(),
            expires_at=self.now + timedelta(days=14),
        )
        other = self.enrollment.step_progress.exclude(step_key=self.step.key).get()
        tracking.start(progress=other, by=owner, now=self.now)
        other.refresh_from_db()
        tracking.submit(progress=other, by=owner, now=self.now, text="Done so far.")
        return {
            "mentorship": active.pk,
            "ended": ended.pk,
            "block": block.pk,
            "reply": SavedReply.objects.create(
                mentor=self.people["mentor"], title="Thanks", text="Thank you."
            ).pk,
            "invitation": invitation.pk,
            "round": other.submissions.get().pk,
        }
