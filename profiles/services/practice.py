"""Marks of interview practice and kept results of the fit quiz."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from profiles.models import InterviewMark, QuizResult, User
from profiles.practice import misses_after
from roles.models import InterviewQuestion, Quiz

RESULTS_MAX = 50


class MarkedMeanwhileError(Exception):
    """Raised where a question got another answer since it was shown."""


@transaction.atomic
def mark_question(
    *,
    user: User,
    question: InterviewQuestion,
    mark: str,
    now: datetime,
    seen: int | None = None,
) -> InterviewMark:
    """Note how the learner answered; the rows of the table are its history.

    `seen` is the number of the last mark that the learner saw, 0 for none. Sent
    again, the same answer changes nothing; another one raises MarkedMeanwhileError.
    """
    User.objects.select_for_update().get(pk=user.pk)  # one after another
    last = (
        InterviewMark.objects.of(user)
        .filter(question=question)
        .order_by("-number")
        .first()
    )
    number = last.number if last else 0
    if seen is not None and seen != number:
        if last is not None and last.mark == mark and seen == number - 1:
            return last
        raise MarkedMeanwhileError("You answered this question elsewhere meanwhile.")
    return InterviewMark.objects.create(
        user=user,
        question=question,
        mark=mark,
        number=number + 1,
        misses=misses_after(mark, last.misses if last else 0),
        marked_at=now,
    )


@transaction.atomic
def undo_last_mark(*, user: User, now: datetime) -> InterviewMark | None:
    """Take the learner's last mark back; None where there is none.

    Raises TooLateError after ten minutes.
    """
    User.objects.select_for_update().get(pk=user.pk)
    last = InterviewMark.objects.of(user).select_related("question").first()
    if last is not None:
        last.undo(now=now)
    return last


@transaction.atomic
def keep_result(
    *,
    user: User,
    quiz: Quiz,
    version: int,
    answers: Mapping[str, int],
    ranking: Sequence[Mapping[str, Any]],
    now: datetime,
) -> tuple[QuizResult, bool]:
    """Keep a result, and say whether it is new; kept before, nothing changes.

    Raises ValidationError where the learner keeps too many.
    """
    User.objects.select_for_update().get(pk=user.pk)
    own = QuizResult.objects.of(user)
    kept = own.filter(quiz=quiz, version=version, answers=dict(answers)).first()
    if kept is not None:
        return kept, False
    if own.count() >= RESULTS_MAX:
        raise ValidationError(
            f"You keep {RESULTS_MAX} results already. Delete one first."
        )
    return (
        QuizResult.objects.create(
            user=user,
            quiz=quiz,
            version=version,
            answers=dict(answers),
            ranking=[dict(row) for row in ranking],
            kept_at=now,
        ),
        True,
    )
