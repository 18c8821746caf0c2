"""What is kept how long and why; the daily task, the guide and /privacy/ read this."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of rows, kept for `days` after the moment that `since` names."""

    key: str
    what: str
    since: str
    days: int
    why: str

    @property
    def kept_for(self) -> timedelta:
        """Return how long rows are kept."""
        return timedelta(days=self.days)


RULES = (
    Rule(
        "sessions",
        "Sessions that ended",
        "their end",
        0,
        "they let nobody in any more",
    ),
    Rule(
        "counters",
        "Counts of requests, and what was kept for a while",
        "their end",
        0,
        "they count nothing any more",
    ),
    Rule(
        "answers",
        "Answers to what you sent, encrypted",
        "the answer",
        1,
        "so that what comes twice is done once",
    ),
    Rule(
        "jobs_done",
        "Jobs that were done",
        "when they were done",
        7,
        "to find out what went wrong with a mail",
    ),
    Rule(
        "jobs_failed",
        "Jobs that failed",
        "their last try",
        90,
        "so that an operator can run them again",
    ),
    Rule(
        "share_links",
        "Links to a record that are closed",
        "their end",
        365,
        "to know what was shown to whom",
    ),
    Rule(
        "api_tokens",
        "Tokens of programs that are closed",
        "their end",
        365,
        "to trace what a program did",
    ),
    Rule(
        "reports",
        "Reports about people that are closed",
        "when they were closed",
        730,
        "to see whether it happens again",
    ),
    Rule(
        "problem_reports",
        "Problems that readers reported and editors finished with",
        "when they were finished",
        180,
        "to answer if it is asked what became of them",
    ),
    Rule(
        "operator_acts",
        "Looks and acts of operators",
        "when they happened",
        730,
        "so that you can ask about them",
    ),
    Rule(
        "traces",
        "Who changed what of yours, before and after",
        "the change",
        90,
        "to find out what happened where something looks wrong",
    ),
)
