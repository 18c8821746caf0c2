"""What this app does when somebody leaves (rule 19)."""

from datetime import datetime
from typing import Any

from profiles.models import Mentorship, User
from profiles.services import leaving
from roadmaps.models import (
    CalendarFeed,
    Comment,
    CompletionRecord,
    KeptWords,
    Review,
)
from roadmaps.services.partings import end_mentorship


def register() -> None:
    """Hand in what happens at once, and before the erasure."""
    leaving.when_leaving(at_once=close_all, before_erasure=take_apart)


def close_all(user: User, now: datetime) -> None:
    """End mentorships on both sides and the feed."""
    for mentorship in Mentorship.objects.active().with_party(user):
        end_mentorship(mentorship=mentorship, by=user, now=now)
    CalendarFeed.objects.of(user).delete()


def take_apart(user: User, now: datetime) -> None:
    """Keep what belongs to others, without the person who leaves.

    Mentors keep their own words on the learner's work; of a mentor who leaves,
    answers stay under another name, while drafts and private notes go.
    """
    _keep_words(user)
    _rename_in_records(user)
    own = Review.objects.by(user)
    own.exclude(status=Review.Status.IN_EFFECT).delete()
    own.update(private_note="")


def _keep_words(learner: User) -> None:
    reviews = Review.objects.in_effect().filter(
        submission__learner=learner, mentor__isnull=False
    )
    comments = Comment.objects.filter(
        progress__learner=learner, author__isnull=False
    ).exclude(author=learner)
    KeptWords.objects.bulk_create(
        [
            *(
                _kept_review(review)
                for review in reviews.select_related(
                    "submission__progress__step",
                    "submission__enrollment__roadmap",
                ).prefetch_related("verdicts")
            ),
            *(
                _kept_comment(comment)
                for comment in comments.select_related(
                    "progress__step", "progress__enrollment__roadmap"
                )
            ),
        ]
    )


def _kept_review(review: Any) -> KeptWords:
    submission = review.submission
    return KeptWords(
        mentor_id=review.mentor_id,
        kind=KeptWords.Kind.REVIEW,
        roadmap_title=submission.enrollment.roadmap.title,
        step_title=submission.progress.step.title,
        decision=review.decision,
        text=review.message,
        verdicts=[
            {"verdict": one.verdict, "text": one.text} for one in review.verdicts.all()
        ],
        written_at=review.effective_at,
    )


def _kept_comment(comment: Any) -> KeptWords:
    return KeptWords(
        mentor_id=comment.author_id,
        kind=KeptWords.Kind.COMMENT,
        roadmap_title=comment.progress.enrollment.roadmap.title,
        step_title=comment.progress.step.title,
        text=comment.text,
        written_at=comment.created_at,
    )


def _rename_in_records(mentor: User) -> None:
    """Take a mentor's name out of the records of completions."""
    step = {"steps": [{"approved_by_id": mentor.pk}]}
    for record in CompletionRecord.objects.filter(snapshot__stages__contains=[step]):
        for stage in record.snapshot["stages"]:
            for one in stage["steps"]:
                if one["approved_by_id"] == mentor.pk:
                    one |= {
                        "approved_by": leaving.FORMER_MENTOR,
                        "approved_by_id": None,
                    }
        CompletionRecord.objects.filter(pk=record.pk).update(snapshot=record.snapshot)
