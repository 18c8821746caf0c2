"""Words that a mentor uses again."""

from profiles.models import User
from roadmaps.models import SavedReply
from roadmaps.models.submission import TEXT_MAX


def insert_reply(message: str, *, reply_id: str, by: User) -> str:
    """Return `message` with the chosen reply of `by` below it, if there is one."""
    # What is chosen comes from a form: it may be anything.
    replies = {str(reply.pk): reply for reply in SavedReply.objects.of(by)}
    reply = replies.get(reply_id)
    if reply is None:
        return message
    joined = "\n\n".join(part for part in (message.rstrip(), reply.text) if part)
    return joined[:TEXT_MAX]


def delete_reply(*, reply: SavedReply) -> None:
    """Forget a reply; what was sent with it stays."""
    reply.delete()
