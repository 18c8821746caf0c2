"""What the learner of the demonstration did at each step, and what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from profiles.models import User
from roadmaps.models import Enrollment, Review, StepProgress, Submission
from roadmaps.services import review, tracking
from roadmaps.services.review import UNDO_FOR, Draft

WEEK = timedelta(weeks=1)
WEEKS = 14


@dataclass(frozen=True, slots=True)
class Story:
    """Who takes part, and when it began; `week` counts from there."""

    learner: User
    mentor: User
    enrollment: Enrollment
    now: datetime

    def at(self, week: float) -> datetime:
        """Return the moment `week` weeks after the beginning."""
        return self.now - WEEKS * WEEK + week * WEEK

    def row(self, key: str) -> StepProgress:
        """Return the learner's row at a step."""
        return self.enrollment.step_progress.get(step_key=key)


def finish_steps(story: Story) -> None:
    """Finish four steps: one on the own word, three approved, one in two rounds."""
    _work(story, "python-basics", weeks=(0.1, 3.2))
    tracking.finish(
        progress=story.row("python-basics"), by=story.learner, now=story.at(3.3)
    )
    _work(story, "git-and-review", weeks=(3.4, 4.8))
    _send(
        story,
        "git-and-review",
        week=4.9,
        text="A small tool with 31 commits. The merge conflict is in the pull "
        "request on the parser; I kept both sides and wrote why.",
        links=["https://example.org/amara/tiny-tool/pulls/4"],
    )
    _approve(story, "git-and-review", week=5.1, message="Clear history. Well done.")
    _work(story, "sql-and-databases", weeks=(5.1, 7.4))
    _send(
        story,
        "sql-and-databases",
        week=7.5,
        text="Ten questions on the city's bicycle counts, two of them with a "
        "window. The index took the slowest from 900 to 12 milliseconds.",
        links=["https://example.org/amara/bicycle-sql"],
    )
    _approve(story, "sql-and-databases", week=7.8, message="The plans are a pleasure.")
    _work(story, "testing-python", weeks=(7.8, 10.2))
    _send(
        story,
        "testing-python",
        week=10.3,
        text="The tool is a package now.\nTests cover the parser and the writer.",
        links=["https://example.org/amara/tiny-tool?at=v1"],
    )
    _ask_changes(
        story,
        "testing-python",
        week=10.6,
        message="A good package. One corner is dark.",
        wish="Empty input breaks it, and no test says so. Add that one first.",
    )
    _send(
        story,
        "testing-python",
        week=11.0,
        text="The tool is a package now.\nTests cover the parser, the writer and "
        "empty input.",
        links=["https://example.org/amara/tiny-tool?at=v2"],
    )
    _approve(story, "testing-python", week=11.3, message="Now I would use it.")


def leave_work_open(story: Story) -> None:
    """Leave one step of each other state behind."""
    tracking.skip(
        progress=story.row("unsupervised-learning"),
        reason="I come back to it after the first project.",
        by=story.learner,
        now=story.at(9),
    )
    _work(story, "statistics", weeks=(8.5, 11.8), parts=5)
    _send(
        story,
        "statistics",
        week=12.0,
        text="An analysis of waiting times with intervals and one test.",
        links=["https://example.org/amara/waiting-times"],
        question="Is the test the right one for skewed data?",
    )
    _ask_changes(
        story,
        "statistics",
        week=12.5,
        message="The intervals are right and easy to read.",
        wish="The data are skewed: try a test without the normal assumption and "
        "say whether the answer changes.",
    )
    _work(story, "data-preparation", weeks=(11.4, 13.2))
    _send(
        story,
        "data-preparation",
        week=12.9,
        text="I cleaned the sensor data.\nMissing hours are filled from the hour "
        "before.\nThe notebook runs from the raw file.",
        links=["https://example.org/amara/sensors?at=v1"],
    )
    _ask_changes(
        story,
        "data-preparation",
        week=13.2,
        message="It runs from end to end, good.",
        wish="Filling from the hour before hides long gaps. Show how many there "
        "are and leave those over six hours empty.",
    )
    _send(
        story,
        "data-preparation",
        week=WEEKS - 2.2 / 7,
        text="I cleaned the sensor data.\nGaps up to six hours are filled from the "
        "hour before; 14 longer ones stay empty.\nThe notebook runs from the raw "
        "file.",
        links=[
            "https://example.org/amara/sensors?at=v2",
            "https://example.org/amara/sensors/gaps",
        ],
        question="Are six hours a sensible limit?",
    )
    _work(story, "math-for-ml", weeks=(12.0, WEEKS - 0.3), parts=6)


def _work(
    story: Story, key: str, *, weeks: tuple[float, float], parts: int | None = None
) -> None:
    """Start a step and tick its parts one after another; all unless `parts`."""
    first, last = weeks
    row = story.row(key)
    tracking.start(progress=row, by=story.learner, now=story.at(first), override=True)
    keys = list(row.step.parts.values_list("key", flat=True))[:parts]
    for number, part in enumerate(keys, start=1):
        when = story.at(first + (last - first) * number / (len(keys) + 1))
        tracking.tick_part(progress=row, part_key=part, by=story.learner, now=when)


def _send(
    story: Story,
    key: str,
    *,
    week: float,
    text: str,
    links: Sequence[str],
    question: str = "",
) -> None:
    tracking.submit(
        progress=story.row(key),
        text=text,
        links=links,
        question=question,
        by=story.learner,
        now=story.at(week),
    )


def _approve(story: Story, key: str, *, week: float, message: str) -> None:
    """Approve the open round; every taught skill is confirmed as taught."""
    submission = _open_round(story, key)
    draft = Draft(
        message=message,
        verdicts={row["key"]: ("met", "") for row in submission.criteria},
        levels={row["skill"]: row["level"] for row in submission.taught},
    )
    _decide(story, submission, Review.Decision.APPROVE, draft, week=week)


def _ask_changes(
    story: Story, key: str, *, week: float, message: str, wish: str
) -> None:
    """Ask for a change of the last criterion; the others are met."""
    submission = _open_round(story, key)
    verdicts = {row["key"]: ("met", "") for row in submission.criteria}
    verdicts[submission.criteria[-1]["key"]] = ("change", wish)
    draft = Draft(message=message, verdicts=verdicts)
    _decide(story, submission, Review.Decision.CHANGES, draft, week=week)


def _decide(
    story: Story,
    submission: Submission,
    decision: Review.Decision,
    draft: Draft,
    *,
    week: float,
) -> None:
    """Decide, and let the ten minutes pass."""
    now = story.at(week)
    mentor = story.mentor
    review.save_draft(submission=submission, draft=draft, by=mentor, now=now)
    decided = review.decide(
        submission=submission, decision=decision, by=mentor, now=now
    )
    review.settle_decision(review_id=decided.pk, now=now + UNDO_FOR)


def _open_round(story: Story, key: str) -> Submission:
    return Submission.objects.waiting().get(progress=story.row(key))
