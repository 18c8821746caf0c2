"""What learners do not know, for editors: figures without persons (rule 7)."""

from datetime import date

from django.db.models import Count, Q

from profiles.models import InterviewMark
from roles.models import InterviewQuestion
from roles.services.concerns import (
    FEWEST,
    SHOWN_MAX,
    Concern,
    Finding,
    desk_url,
    provide,
)


def register() -> None:
    """Hand in what the desk's list of care shows of practice."""
    provide(missed_questions)


def missed_questions(today: date) -> Concern:
    """Return the questions that at least five learners marked "not".

    Those that most of who answered did not know come first.
    """
    missed = Count("user", distinct=True, filter=Q(mark=InterviewMark.Mark.NOT))
    counts = list(
        InterviewMark.objects.filter(undone_at__isnull=True)
        .values("question_id")
        .annotate(missed=missed, answered=Count("user", distinct=True))
        .filter(missed__gte=FEWEST)
    )
    counts.sort(key=lambda row: (-row["missed"] / row["answered"], row["question_id"]))
    questions = InterviewQuestion.objects.published().in_bulk(
        [row["question_id"] for row in counts]
    )
    shown = [row for row in counts if row["question_id"] in questions]
    return Concern(
        "missed-questions",
        "Questions that many do not know",
        "Of the learners who practiced these, so many marked them “not yet”. An outline"
        " may lack what the answer needs. Counted from 5 learners up.",
        len(shown),
        tuple(
            Finding(
                f"{questions[row['question_id']]}: {row['missed']} of"
                f" {row['answered']}",
                desk_url(questions[row["question_id"]]),
            )
            for row in shown[:SHOWN_MAX]
        ),
    )
