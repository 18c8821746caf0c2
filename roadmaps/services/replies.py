"""Words that a mentor uses again."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from profiles.models import User
from roadmaps.models import SavedReply
from roadmaps.models.submission import TEXT_MAX

SAME_TITLE = "You have a reply with this title."
# All of them stand in one list beside each review.
REPLIES_MAX = 60
TOO_MANY = f"You can keep {REPLIES_MAX} replies. Delete one first."


def insert_reply(message: str, *, reply_id: str, by: User) -> str:
    """Return `message` with the chosen reply of `by` below it, if there is one."""
    # What is chosen comes from a form: it may be anything.
    replies = {str(reply.pk): reply for reply in SavedReply.objects.of(by)}
    reply = replies.get(reply_id)
    if reply is None:
        return message
    joined = "\n\n".join(part for part in (message.rstrip(), reply.text) if part)
    return joined[:TEXT_MAX]


@transaction.atomic
def save_reply(*, reply: SavedReply, title: str, text: str) -> SavedReply:
    """Keep a reply; raises ValidationError where the mentor has one of this title.

    Another one is refused where there are too many. The mentor's row is locked, so
    that two requests cannot pass the limit at once.
    """
    if reply._state.adding:  # noqa: SLF001
        User.objects.select_for_update().get(pk=reply.mentor_id)
        if SavedReply.objects.filter(mentor=reply.mentor_id).count() >= REPLIES_MAX:
            raise ValidationError(TOO_MANY)
    reply.title, reply.text = title, text
    try:
        with transaction.atomic():
            reply.save()
    except IntegrityError as error:
        raise ValidationError({"title": [SAME_TITLE]}) from error
    return reply


def delete_reply(*, reply: SavedReply) -> None:
    """Forget a reply; what was sent with it stays."""
    reply.delete()
