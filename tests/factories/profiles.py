"""People and what they hold."""

from functools import cache

import factory
from django.contrib.auth.hashers import make_password

from profiles import models
from tests.factories.roles import SkillFactory

PASSWORD = "correct horse battery staple"


@cache
def hashed(password):
    """The real hasher is slow on purpose; each password is hashed once a run."""
    return make_password(password)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.User
        skip_postgeneration_save = True

    email = factory.Sequence("person{}@example.org".format)
    name = factory.Sequence("Person {}".format)
    password = PASSWORD
    verified = factory.RelatedFactory(
        "tests.factories.profiles.VerifiedAddressFactory", factory_related_name="user"
    )
    profile = factory.RelatedFactory(
        "tests.factories.profiles.ProfileFactory", factory_related_name="user"
    )

    @classmethod
    def _adjust_kwargs(cls, **values):
        return {**values, "password": hashed(values["password"])}


class StaffFactory(UserFactory):
    """Somebody who may enter the desk: with a second factor."""

    class Meta:
        model = models.User
        skip_postgeneration_save = True

    is_staff = True
    second_factor = factory.RelatedFactory(
        "tests.factories.profiles.SecondFactorFactory", factory_related_name="user"
    )


class SecondFactorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "mfa.Authenticator"

    type = "totp"
    data = factory.LazyFunction(dict)


class VerifiedAddressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "account.EmailAddress"

    email = factory.LazyAttribute(lambda address: address.user.email)
    verified = True
    primary = True


class ProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Profile
        django_get_or_create = ["user"]


class HeldSkillFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.HeldSkill

    user = factory.SubFactory(UserFactory)
    skill = factory.SubFactory(SkillFactory)
    claimed_level = 2


class MentorshipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Mentorship

    learner = factory.SubFactory(UserFactory)
    mentor = factory.SubFactory(UserFactory)
