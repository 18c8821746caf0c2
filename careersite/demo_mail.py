"""Mail of the demonstration mode, read back from its folder."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

SEPARATOR = b"-" * 79 + b"\n"
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it would have arrived."""

    sender: str
    recipient: str
    subject: str
    sent: datetime | None
    text: str


def newest_mails(folder: Path) -> list[Mail]:
    """Return the mails kept in `folder`, newest first, 50 at most."""
    files = sorted(
        folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True
    )
    found: list[Mail] = []
    for path in files:
        found.extend(reversed(list(_mails(path.read_bytes()))))
        if len(found) >= SHOWN:
            break
    return found[:SHOWN]


def _mails(content: bytes) -> Iterator[Mail]:
    for part in content.split(SEPARATOR):
        if part.strip():
            yield _mail(email.message_from_bytes(part, policy=email.policy.default))


def _mail(message: EmailMessage) -> Mail:
    body = message.get_body(("plain",))
    date = message["Date"]
    return Mail(
        sender=str(message["From"]),
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        sent=date.datetime if date else None,
        text=body.get_content() if body else "",
    )
