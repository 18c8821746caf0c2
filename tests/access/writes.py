"""For every route that writes, a request that really changes something.

A body is JSON for endpoints and fields of a form for pages. What must have happened
before stands in `BEFORE`, who asks in `SENT_BY` where the table does not say it.
"""

import json

from django.urls import reverse

from profiles.models import Section
from profiles.models.notice import CHOSEN_KINDS
from profiles.services import skills
from roadmaps.models import Resource, Step, StepProgress
from roles.models import Certification, QuizItem, Skill
from roles.pages.quiz import PREFIX
from tests.access import table
from tests.access.test_access import address
from tests.factories.profiles import PASSWORD
from tests.factories.roadmaps import StepFactory, StepPartFactory

ROWS = {row.name: row for row in table.ROWS}
SENT_BY = {
    "roadmaps:invitation_detail": "invited",
    "api:invitation_accept": "invited",
    "api:invitation_decline": "invited",
    "roadmaps:evening_detail": "mentor",
    "roadmaps:review_draft": "mentor",
    "roadmaps:waiver_object": "mentor",
    "roadmaps:confirmation_undo": "mentor",
    "roadmaps:mentees_taking": "mentor",
    "roadmaps:mentor_terms_edit": "mentor",
    "roadmaps:mentor_break": "mentor",
    "roadmaps:reply_add": "mentor",
    "roadmaps:mentor_link_detail": "owner",
}
# What happens before: a route, with another body where its own is not meant.
BEFORE = {
    "profiles:account_keep": ["api:my_deletion"],
    "api:my_deletion DELETE": ["api:my_deletion"],
    "roadmaps:roadmap_start": ["roadmaps:enrollment_leave"],
    "roadmaps:credit_list": ["api:my_skill-list"],
    "api:my_credit": ["api:my_skill-list"],
    "api:mentor_break DELETE": ["api:mentor_break"],
    "roadmaps:upgrade_undo": ["roadmaps:upgrade_take"],
    "roadmaps:waiver_object": ["api:my_step_waive"],
    "api:my_undo_upgrade": ["api:my_upgrade"],
    "api:my_roadmap_resume": ["api:my_roadmap_pause"],
    "api:my_roadmap_reopen": ["api:my_roadmap_complete"],
    "api:my_step_pause": ["api:my_step_start"],
    "api:my_step_finish": ["api:my_step_start"],
    "api:my_step_submit": ["api:my_step_start"],
    "api:my_step_take_back": ["api:my_step_start", "api:my_step_submit"],
    "api:my_step_reopen": ["api:my_step_start", "api:my_step_finish"],
    "api:my_step_bring_back": ["api:my_step_skip"],
    "api:my_step_unwaive": ["api:my_step_waive"],
    "api:my_step_undo": ["api:my_step_start"],
    "api:my_mentorship_resume": ["api:my_mentorship_pause"],
    "api:mentor_waiver_object": ["api:my_step_waive"],
    "api:mentor_decide": ["api:mentor_review"],
    "api:mentor_undo": ["api:mentor_review", "api:mentor_decide"],
    "api:mentor_send_now": ["api:mentor_review", "api:mentor_decide"],
    "roadmaps:review_undo": ["roadmaps:review_decide"],
    "roadmaps:review_send": ["roadmaps:review_decide"],
    "roadmaps:mentor_link_drop": ["roadmaps:mentor_link_renew"],
}


class Writes:
    """Valid requests in one world, made ready for all of them."""

    def __init__(self, world):
        self.world = world
        self._prepare()
        self.bodies = {
            **self._of_profile(),
            **self._of_roadmaps(),
            **self._of_mentors(),
        }

    def _prepare(self):
        owner = self.world.people["owner"]
        owner.set_password(PASSWORD)
        owner.save()
        # Signed in by the form, so that the session knows when the password was given.
        login = {"login": owner.email, "password": PASSWORD}
        self.world.clients["owner"].post(reverse("account_login"), login)
        step = self.world.step
        StepPartFactory(step=step)
        self.resource = Resource.objects.create(
            roadmap=step.version.roadmap,
            step_key=step.key,
            key="resource",
            title="A book",
            provider="A press",
            url="https://example.org/",
            kind=Resource.Kind.BOOK,
            status=Resource.Status.PUBLISHED,
        ).key
        self.other_roadmap = StepFactory().version.roadmap.slug
        Step.objects.filter(pk=step.pk).update(is_required=False)
        skills.verify(
            user=owner,
            skill=Skill.objects.get(slug=self.world.values["skill"]),
            level=2,
            by=self.world.people["mentor"],
            now=self.world.now,
        )

    def client(self, row):
        is_mentors = row.who == table.MENTOR or "mentor_" in row.name
        name = SENT_BY.get(row.name, "mentor" if is_mentors else "owner")
        return self.world.clients[name]

    def send(self, name, method="POST"):
        """Do what comes before, then send a valid request; return the last answer."""
        self.come_before(name, method)
        return self.once(name, method)

    def come_before(self, name, method):
        """Do what must have happened before a request."""
        for earlier in BEFORE.get(f"{name} {method}", BEFORE.get(name, ())):
            assert self.once(earlier).status_code < 400, (name, earlier)

    def once(self, name, method=None):
        """Send a valid request and return the answer."""
        row = ROWS[name]
        method = method or next(
            one for one in ("POST", "PUT", "PATCH") if one in row.methods
        )
        client, url = self.client(row), address(row, self.world)
        if name == "api:my_roadmap_complete":
            self._finish_all()
        body = self.bodies.get(f"{name} {method}", self.bodies.get(name, {}))
        if name.startswith("api:"):
            return client.generic(method, url, json.dumps(body), "application/json")
        return client.post(url, body)

    def _finish_all(self):
        StepProgress.objects.filter(learner=self.world.people["owner"]).update(
            state="done", finished_at=self.world.now
        )

    def _of_profile(self):
        values = self.world.values
        skill, levels = Skill.objects.get(slug=values["skill"]), {values["skill"]: 4}
        project = {"title": "Another", "summary": "What it does."}
        earned = {"certification": values["certification"], "issued_on": "2026-02-03"}
        by_number = Certification.objects.get(slug=values["certification"]).pk
        work, school = {"employer": "Mill"}, {"institution": "College"}
        share = {"sections": ["about"], "days": 9, "label": "For Ines"}
        resume = {
            "text": json.dumps({"work": [{"name": "Mill", "position": "Miller"}]})
        }
        wish = dict.fromkeys(CHOSEN_KINDS, "daily")
        item = QuizItem.objects.get().key
        return {
            "profiles:profile_edit": {
                "name": "Amara Diallo",
                "time_zone": "UTC",
                "target_level": "mid",
                "hours_per_week": "9",
            },
            "profiles:target_set": {"role": values["role"]},
            "profiles:resume_import": {**resume, "keep": "1"},
            "profiles:skill_list": {f"skill-{skill.slug}": "4"},
            "profiles:project_add": project,
            "profiles:project_edit": project,
            "profiles:certification_add": {**earned, "certification": by_number},
            "profiles:certification_edit": {**earned, "certification": by_number},
            "profiles:experience_add": work,
            "profiles:experience_edit": work,
            "profiles:notice_wishes_edit": wish,
            "profiles:quiz_result_keep": {f"{PREFIX}{item}": "2"},
            "profiles:token_add": {"name": "Script", "scope": "read", "days": 9},
            "profiles:privacy": {
                **dict.fromkeys(Section.values, "private"),
                "handle": "owner",
            },
            "profiles:share_create": share,
            "profiles:account_delete": {"password": PASSWORD},
            "posting_read": {
                "kind": "cv",
                "text": f"I know {skill.name}.",
                "keep": "1",
                f"keep-{skill.slug}": "on",
                f"skill-{skill.slug}": "4",
            },
            "roles:report": {"kind": "old", "text": "The figure is from last year."},
            "api:my_profile": {"name": "Amara Diallo"},
            "api:my_skill-list": {"levels": levels},
            "api:my_skill-detail": {"claimed_level": 4},
            "api:my_project-list": project,
            "api:my_project-detail": project,
            "api:my_certification-list": earned,
            "api:my_certification-detail": earned,
            "api:my_work-list": work,
            "api:my_work-detail": work,
            "api:my_education-list": school,
            "api:my_education-detail": school,
            "api:my_json_resume": {**resume, "keep": True},
            "api:my_postings": {"kind": "cv", "text": f"I know {skill.name}."},
            "api:my_postings_keep": {"skills": levels},
            "api:my_notice_wishes": wish,
            "api:my_privacy": {"skills": "public"},
            "api:my_share_links": share,
            "api:my_deletion": {"password": PASSWORD},
            "api:my_quiz_result-list": {"answers": {item: 2}},
            "api:my_interview_mark-list": {
                "question": values["question"],
                "mark": "know",
            },
            "roadmaps:practice_mark": {"mark": "know"},
        }

    def _of_roadmaps(self):
        values, step = self.world.values, self.world.step
        day = self.world.now.date().isoformat()
        note = {"step": step.key, "text": "Another word"}
        own = {"title": "Read more", "hours": "3"}
        plan = {"hours_per_week": "11", "share": "2", "target_date": "2027-09-01"}
        time, minutes = {"hours": "1.5", "on": day}, {"minutes": 30, "on": day}
        version = {"version": "2"}
        return {
            "roadmaps:time_log": {**time, "enrollment": values["enrollment"]},
            "roadmaps:upgrade_take": version,
            "roadmaps:upgrade_stay": version,
            "roadmaps:step_comment": {"text": "A word"},
            "roadmaps:step_draft": {"text": "Half a w", "draft_version": "0"},
            "roadmaps:evidence_link": {"thing": f"project-{values['project']}"},
            "roadmaps:step_log_time": time,
            "roadmaps:step_tick_part": {"key": "part-1", "is_ticked": "on"},
            "roadmaps:step_tick_resource": {"key": self.resource, "is_ticked": "on"},
            "roadmaps:enrollment_plan": plan,
            "roadmaps:enrollment_reset": {"word": "start over"},
            "roadmaps:step_note": {"text": "Another word"},
            "roadmaps:personal_add": own,
            "roadmaps:personal_edit": own,
            "roadmaps:personal_mark": {"is_done": "on"},
            "roadmaps:note_edit": {"text": "Another word", "row_version": "1"},
            "roadmaps:time_edit": time,
            "roadmaps:credit_list": {"all": "1"},
            "api:my_credit": {"steps": [step.key]},
            "api:my_enrollment-list": {"roadmap": self.other_roadmap},
            "api:my_upgrade": version,
            "api:my_stay": version,
            "api:my_roadmap_reset": {"word": "start over"},
            "api:my_personal-list": own,
            "api:my_personal-detail": own,
            "api:my_note-list": note,
            "api:my_note-detail": note,
            "api:my_evidence-list": {"step": step.key, "project": values["project"]},
            "api:my_time-list": minutes,
            "api:my_time-detail": minutes,
            "api:my_pace": plan,
            "api:my_step_submit": {"text": "All of it."},
            "api:my_step_skip": {"reason": "Known."},
            "api:my_step_waive": {"ground": "Known."},
            "api:my_step_ask_help": {"is_wanted": True},
            "api:my_step_tick_part": {"part": "part-1", "is_ticked": True},
            "api:my_step_tick_resource": {"resource": self.resource, "is_ticked": True},
            "api:my_step_log_time": minutes,
            "api:my_step_comment": {"text": "A word"},
        }

    def _of_mentors(self):
        values = self.world.values
        sharing = {"enrollments": [values["enrollment"]], "scopes": ["steps", "notes"]}
        report = {"text": "Unkind."}
        reply = {"title": "Again", "text": "Once more."}
        answer = {"message": "Well done.", "decision": "comment"}
        terms = {
            "review_days": [2],
            "review_starts_at": "19:00",
            "review_hours": "2",
            "items_per_week": "7",
            "answer_days": "5",
        }
        return {
            "roadmaps:invitation_create": {**sharing, "email": "other@example.com"},
            "roadmaps:mentorship_change": sharing,
            "roadmaps:mentorship_pause": {"is_paused": "1"},
            "roadmaps:mentorship_report": report,
            "roadmaps:invitation_detail": {"answer": "accept"},
            "roadmaps:mentor_link_detail": {**sharing, "answer": "accept"},
            "roadmaps:mentor_terms_edit": terms,
            "roadmaps:mentor_break": {"is_paused": "1"},
            "roadmaps:reply_add": reply,
            "roadmaps:reply_edit": reply,
            "roadmaps:mentee_note": {"note": "Likes puzzles."},
            "roadmaps:waiver_object": {"reason": "Show it."},
            "roadmaps:review_draft": {"message": "Well d"},
            "roadmaps:review_decide": answer,
            "api:my_invitation-list": {**sharing, "email": "other@example.com"},
            "api:my_mentorship_report": report,
            "api:owners_link_accept": sharing,
            "api:my_sharing": sharing,
            "api:mentor_settings": {"items_per_week": 7},
            "api:mentor_reply-list": reply,
            "api:mentor_reply-detail": reply,
            "api:mentor_mentee_note": {"note": "Likes puzzles."},
            "api:mentor_waiver_object": {"reason": "Show it."},
            "api:mentor_review": {"message": "Well done."},
            "api:mentor_decide": {"decision": "comment"},
        }
