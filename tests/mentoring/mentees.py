"""Mentees in number."""

from profiles.models import Mentorship, Profile, User
from roadmaps.models import Enrollment, MentoredEnrollment, StepProgress, Submission


def add_mentees(mentor, step, *, number, now):
    """Make people with a roadmap under way and a round that waits."""
    first = User.objects.count()
    people = User.objects.bulk_create(
        User(email=f"mentee{first + i}@example.org", name=f"Mentee {first + i}")
        for i in range(number)
    )
    Profile.objects.bulk_create(Profile(user=one) for one in people)
    enrollments = Enrollment.objects.bulk_create(
        Enrollment(
            learner=one,
            roadmap=step.version.roadmap,
            version=step.version,
            started_on=now.date(),
        )
        for one in people
    )
    rows = StepProgress.objects.bulk_create(
        StepProgress(
            enrollment=one,
            learner=one.learner,
            step=step,
            step_key=step.key,
            state="submitted",
            last_activity_at=now,
        )
        for one in enrollments
    )
    Submission.objects.bulk_create(
        Submission(
            progress=row,
            learner=row.learner,
            enrollment=row.enrollment,
            round=1,
            text="I built it.",
            criteria=[],
            taught=[],
            submitted_at=now,
        )
        for row in rows
    )
    mentorships = Mentorship.objects.bulk_create(
        Mentorship(learner=one, mentor=mentor, scopes=["steps"]) for one in people
    )
    MentoredEnrollment.objects.bulk_create(
        MentoredEnrollment(mentorship=mentorship, enrollment=enrollment)
        for mentorship, enrollment in zip(mentorships, enrollments, strict=True)
    )
