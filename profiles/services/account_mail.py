"""Links by mail to whoever signs up, or lost a password.

They are queued: handing a mail over takes time, and would tell who asks that there is
an account. Secrets of links are made when the mail goes, so that the queue holds none.
"""

from allauth.account import app_settings
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import filter_users_by_email, user_pk_to_url_str
from django.urls import reverse

from careersite.common.mail import absolute_url, send_mail
from careersite.common.queue import queue_job
from profiles.models import User

NOBODY = 0  # no account has this number


def queue_reset_mail(*, user: User | None) -> None:
    """Let `user` get a link to a new password, at the address that signs in.

    Without a user the same is queued for nobody: not to would be quicker, and tell.
    """
    queue_job("profiles.send_reset_mail", user_id=user.pk if user else NOBODY)


def queue_known_address_mail(*, email: str) -> None:
    """Let the owner of `email` hear that somebody wanted a second account with it."""
    for user in filter_users_by_email(email):
        queue_job("profiles.send_known_address_mail", user_id=user.pk)


def queue_confirmation_mail(*, address: EmailAddress) -> None:
    """Let a link that confirms `address` be sent there."""
    queue_job("profiles.send_confirmation_mail", address_id=address.pk)


def send_reset_mail(*, user_id: int) -> bool:
    """Mail a link to a new password; tell whether there was somebody to mail it to."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return False
    made = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    way = {"uidb36": user_pk_to_url_str(user), "key": made}
    send_mail(
        to=user.email,
        template="profiles/mail/reset.txt",
        context=_links(reverse("account_reset_password_from_key", kwargs=way)),
    )
    return True


def send_known_address_mail(*, user_id: int) -> bool:
    """Mail that there is an account; tell whether there still is."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return False
    send_mail(
        to=user.email,
        template="profiles/mail/known_address.txt",
        context={"email": user.email, **_links(reverse("account_reset_password"))},
    )
    return True


def send_confirmation_mail(*, address_id: int) -> bool:
    """Mail a link that confirms an address, unless it is confirmed or gone by now."""
    address = EmailAddress.objects.filter(pk=address_id, verified=False).first()
    if address is None:
        return False
    key = EmailConfirmationHMAC(address).key
    send_mail(
        to=address.email,
        template="profiles/mail/confirmation.txt",
        context=_links(reverse("account_confirm_email", args=[key])),
    )
    return True


def _links(path: str) -> dict[str, object]:
    return {"url": absolute_url(path), "site_url": absolute_url("/")}
