"""How tests answer a round as its mentor."""

from datetime import timedelta

from roadmaps.services import review
from roadmaps.services.review import Draft

LATER = timedelta(minutes=10)
ALL_MET = {"criterion-1": ("met", ""), "criterion-2": ("met", "")}
ONE_CHANGE = {"criterion-1": ("met", ""), "criterion-2": ("change", "Add a chart.")}


def write(submission, mentor, now, **draft):
    return review.save_draft(
        submission=submission, draft=Draft(**draft), by=mentor, now=now
    )


def approve(submission, mentor, now, level=3):
    levels = {skill["skill"]: level for skill in submission.taught}
    write(submission, mentor, now, verdicts=ALL_MET, levels=levels)
    return review.decide(submission=submission, decision="approve", by=mentor, now=now)


def ask_changes(submission, mentor, now):
    write(submission, mentor, now, verdicts=ONE_CHANGE, message="Nearly there.")
    return review.decide(submission=submission, decision="changes", by=mentor, now=now)


def state_of(row):
    row.refresh_from_db()
    return row.state
