"""How an account begins."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import get_random_string

from profiles.models import Profile, User

# Raised when the terms change; kept with each acceptance.
TERMS_VERSION = "2026-05"


def ensure_profile(*, user: User) -> Profile:
    """Return the profile of `user`, made where the account came by another way.

    Sign-up makes both at once; createsuperuser and the admin make users alone.
    """
    with_target = Profile.objects.select_related("target_role")
    user.profile = with_target.get_or_create(user=user)[0]
    return user.profile


def profile_of(user: User) -> QuerySet[Profile]:
    """Return the row of the profile, for whoever wants to lock it."""
    return Profile.objects.filter(user=user)


@transaction.atomic
def register(*, user: User, name: str, now: datetime) -> Profile:
    """Save a new account with its profile and the terms that it accepted."""
    user.name = name
    user.save()
    return Profile.objects.create(
        user=user, terms_version=TERMS_VERSION, terms_accepted_at=now
    )


def rehearse_registration(*, name: str, password: str, now: datetime) -> None:
    """Do what a new account costs, and keep nothing.

    Whoever signs up with an address that has an account already waits as long: the
    time would tell.
    """
    address = f"{get_random_string(32).lower()}@example.invalid"
    user = User(email=address)
    with transaction.atomic():
        user.set_password(password)
        register(user=user, name=name, now=now)
        EmailAddress.objects.create(user=user, email=address, primary=True)
        transaction.set_rollback(True)
