"""Two at once: each round of a race ends in one of the allowed ways, never in both.

Threads with connections of their own stand for the workers of a web server; what
keeps them apart is in the database.
"""

import threading

import pytest
from django.db import connection

from profiles.models import Mentorship
from profiles.services.invitations import InvitationGoneError, revoke_invitation
from roadmaps.models import Review, StepProgress
from roadmaps.services import invitations, review, tracking
from roadmaps.services.review import ReviewConflictError
from roadmaps.services.tracking import RefusedError
from tests.factories.profiles import UserFactory
from tests.factories.roadmaps import EnrollmentFactory
from tests.mentoring.answers import LATER, approve
from tests.mentoring.conftest import mentor_of

pytestmark = [
    pytest.mark.assure(id="S46"),
    pytest.mark.django_db(transaction=True),
]
ROUNDS = 200
ALLOWED = (ReviewConflictError, RefusedError, InvitationGoneError)


def race(*acts):
    """Run all acts at once; return what each gave, an allowed refusal included."""
    results = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place, act):
        try:
            start.wait()
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    unexpected = [
        one
        for one in results
        if isinstance(one, Exception) and not isinstance(one, ALLOWED)
    ]
    assert not unexpected, unexpected
    return results


def sent(step, learner_number, now, *mentors):
    """Return a waiting round of a new learner whom `mentors` mentor."""
    enrollment = EnrollmentFactory(
        version=step.version, learner=UserFactory(name=f"Learner {learner_number}")
    )
    for mentor in mentors:
        mentor_of(enrollment, mentor)
    row = enrollment.step_progress.get()
    tracking.start(progress=row, by=enrollment.learner, now=now)
    tracking.submit(progress=row, text="First.", by=enrollment.learner, now=now)
    return row, row.submissions.get()


def test_no_text_is_approved_that_the_mentor_did_not_see(step, mentor, now, figure):
    unseen = approved = 0
    for number in range(ROUNDS):
        row, submission = sent(step, number, now, mentor)

        def edit(row=row):
            tracking.take_back(progress=row, by=row.learner, now=now)
            return tracking.submit(
                progress=row, text="Second.", by=row.learner, now=now
            )

        def send(submission=submission):
            return review.send_now(submission=submission, by=mentor, now=now)

        approve(submission, mentor, now)
        race(*((send, edit) if number % 2 else (edit, send)))
        review.settle_due(now=now + LATER)

        state = StepProgress.objects.get(pk=row.pk).state
        decided = Review.objects.filter(submission__progress=row).in_effect()
        approved += state == "done"
        newest = row.submissions.latest("round")
        unseen += any(one.submission_id != newest.pk for one in decided)
        assert (state == "done") == decided.exists()
    figure(f"{ROUNDS} races, {approved} approvals, {unseen} of a text not seen")
    assert unseen == 0
    # A race that always ends the same way is none.
    assert 0 < approved < ROUNDS


def test_one_round_gets_one_answer(step, mentor, now, figure):
    second = UserFactory(name="Tomasz Nowak")
    answered = 0
    for number in range(ROUNDS):
        row, submission = sent(step, number, now, mentor, second)

        results = race(
            lambda s=submission: approve(s, mentor, now),
            lambda s=submission: approve(s, second, now),
        )
        review.settle_due(now=now + LATER)

        answers = Review.objects.filter(submission=submission).in_effect().count()
        answered += answers
        refused = [one for one in results if isinstance(one, ReviewConflictError)]
        assert [one.code for one in refused] == ["already_answered"]
        assert StepProgress.objects.get(pk=row.pk).state == "done"
    figure(f"{ROUNDS} races, {answered} answers")
    assert answered == ROUNDS


def invited(enrollment, now):
    return invitations.invite_mentor(
        by=enrollment.learner,
        email="",
        enrollments=[enrollment],
        scopes=["steps"],
        message="",
        now=now,
    )


def test_an_invitation_is_accepted_by_one_person_once(step, mentor, now, figure):
    second = UserFactory(name="Tomasz Nowak")
    made = 0
    for _ in range(ROUNDS):
        enrollment = EnrollmentFactory(version=step.version)
        token = invited(enrollment, now).token

        race(
            *(
                lambda by=by, token=token: invitations.accept_invitation(
                    token=token, by=by, now=now
                )
                for by in (mentor, mentor, second)
            )
        )

        found = Mentorship.objects.of(enrollment.learner).count()
        made += found
        assert found == 1
    figure(f"{ROUNDS} races of three, {made} mentorships")


def test_accepting_after_a_revocation_makes_nobody_a_mentor(step, mentor, now, figure):
    made = 0
    for _ in range(ROUNDS):
        enrollment = EnrollmentFactory(version=step.version)
        asked = invited(enrollment, now)

        race(
            lambda asked=asked: invitations.accept_invitation(
                token=asked.token, by=mentor, now=now
            ),
            lambda asked=asked, learner=enrollment.learner: revoke_invitation(
                invitation=asked.invitation, by=learner, now=now
            ),
        )

        asked.invitation.refresh_from_db()
        found = Mentorship.objects.of(enrollment.learner).count()
        made += found
        assert found == (asked.invitation.status == "accepted")
    figure(f"{ROUNDS} races, {made} accepted, {ROUNDS - made} revoked in time")
