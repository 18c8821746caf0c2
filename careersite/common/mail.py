"""Mail as plain text and HTML, written once."""

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def absolute_url(path: str) -> str:
    """Return the full address of a page of this site, for use outside of it."""
    return settings.SITE_URL.rstrip("/") + path


def send_mail(
    *,
    to: str,
    template: str,
    context: dict[str, object],
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send `template` to one address; its first line is the subject.

    The rest is plain text with an empty line between paragraphs; the HTML part
    is made of the same text. Raises what the mail server raises.
    """
    subject, _, body = render_to_string(template, context).strip().partition("\n")
    body = body.strip()
    message = EmailMultiAlternatives(
        subject=subject.strip(), body=body, to=[to], headers=dict(headers or {})
    )
    html = render_to_string(
        "mail/message.html", {"subject": subject, "body": body, **context}
    )
    message.attach_alternative(html, "text/html")
    message.send()
