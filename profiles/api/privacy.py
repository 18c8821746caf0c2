"""Endpoints of privacy: who sees what, links, people, the export, leaving."""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import (
    PAGE_PARAMETERS,
    PAGING,
    RefusedError,
    StrictAPIView,
    answer_page,
    never_stored,
    paged,
)
from careersite.common.api_versions import VersionedMixin
from careersite.common.errors import TRIES_FORGOTTEN_SECONDS
from careersite.common.mail import absolute_url
from profiles.models import Audience, Profile, Section, ShareLink, User
from profiles.models.user import PASSWORD_MAX
from profiles.requests import caller
from profiles.services import accounts, exporting, leaving, sections, sharing
from profiles.services.sections import ShownSection


class VisibilitySerializer(serializers.Serializer):
    """The handle of the public page, if there is one, and each section's audience."""

    handle = serializers.CharField(max_length=40, required=False, allow_blank=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        """Return also a field for each section."""
        audiences = {
            name: serializers.ChoiceField(Audience.choices, required=False)
            for name in Section.values
        }
        return {**super().get_fields(), **audiences}

    def validate_handle(self, handle: str) -> str:
        """Return the handle in small letters; it is nobody else's."""
        return cast("Profile", self.instance).checked_handle(handle)


class ShareLinkSerializer(serializers.ModelSerializer):
    """A link to a record; its address is told once, when it is made."""

    state = serializers.SerializerMethodField()

    class Meta:
        model = ShareLink
        fields = [
            "id",
            "label",
            "sections",
            "is_verified_only",
            "expires_at",
            "revoked_at",
            "state",
        ]

    def get_state(self, link: ShareLink) -> str:
        """Return one of open, expired, revoked."""
        return link.state_at(timezone.now())


class ShareSerializer(serializers.Serializer):
    """What makes a link."""

    sections = serializers.MultipleChoiceField(
        choices=Section.choices, allow_empty=False
    )
    days = serializers.IntegerField(min_value=1, max_value=sharing.DAYS_MAX)
    label = serializers.CharField(
        max_length=sharing.LABEL_MAX, required=False, allow_blank=True
    )
    is_verified_only = serializers.BooleanField(required=False)


class SharedSerializer(serializers.Serializer):
    """A new link with its address."""

    link = ShareLinkSerializer()
    url = serializers.CharField()


class SectionSerializer(serializers.Serializer):
    """One section as a reader sees it."""

    section = serializers.CharField()
    label = serializers.CharField()
    data = serializers.JSONField()


class PersonSerializer(serializers.Serializer):
    """What a person opened to this reader."""

    name = serializers.CharField()
    as_of = serializers.DateTimeField()
    sections = SectionSerializer(many=True)


class PasswordSerializer(serializers.Serializer):
    """The account's password."""

    password = serializers.CharField(max_length=PASSWORD_MAX, trim_whitespace=False)


class DeletionSerializer(serializers.Serializer):
    """When the account will be erased; null for one that stays."""

    erased_at = serializers.DateTimeField(allow_null=True)


class MyVisibility(VersionedMixin, StrictAPIView):
    """Who sees which section of the caller, and where the public page is."""

    def held(self, request: Request, **_: Any) -> QuerySet[Profile]:
        """Return the row that keeps the handle."""
        return accounts.profile_of(caller(request))

    @extend_schema(responses=VisibilitySerializer)
    def get(self, request: Request) -> Response:
        """Return the audience of each section, and the handle."""
        return Response(_openness(caller(request)))

    @extend_schema(request=VisibilitySerializer, responses=VisibilitySerializer)
    def patch(self, request: Request) -> Response:
        """Change some of them; an empty handle takes the public page away."""
        user = caller(request)
        profile = accounts.ensure_profile(user=user)
        form = VisibilitySerializer(profile, data=request.data)
        form.is_valid(raise_exception=True)
        wanted = dict(form.validated_data)
        handle = wanted.pop("handle", None)
        sections.set_openness(
            user=user, wanted=wanted, by=user, now=timezone.now(), handle=handle
        )
        return Response(_openness(user))


class ViewAs(StrictAPIView):
    """The caller's own sections with the eyes of somebody else."""

    @extend_schema(responses=PersonSerializer)
    def get(self, request: Request, reader: str) -> Response:
        """Return what a mentor, the holder of a link (link) or the public sees."""
        if reader not in sections.READERS:
            raise Http404
        user = accounts.ensure_profile(user=caller(request)).user
        view, now = sections.view_as(user, reader), timezone.now()
        return Response(person_data(user, sections.read_sections(view, now=now)))


class MyShareLinks(StrictAPIView):
    """The links of the caller."""

    query_parameters = PAGING

    @extend_schema(
        operation_id="v1_me_share_links_list",
        parameters=PAGE_PARAMETERS,
        responses=paged(ShareLinkSerializer),
    )
    def get(self, request: Request) -> Response:
        """Return a page of the links, the newest first."""
        return answer_page(
            self,
            ShareLink.objects.of(caller(request)),
            lambda page: ShareLinkSerializer(page, many=True).data,
        )

    @extend_schema(request=ShareSerializer, responses={201: SharedSerializer})
    def post(self, request: Request) -> Response:
        """Make a link; the answer alone holds its address."""
        form = ShareSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = caller(request)
        made = sharing.share(
            user=user, by=user, now=timezone.now(), **form.validated_data
        )
        url = absolute_url(reverse("profiles:shared", args=[made.token]))
        return Response(
            SharedSerializer({"link": made.link, "url": url}).data, status=201
        )


class MyShareLink(StrictAPIView):
    """One link of the caller."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Close it at once."""
        link = get_object_or_404(ShareLink.objects.of(caller(request)), pk=pk)
        sharing.revoke_link(link=link, by=caller(request), now=timezone.now())
        return Response(status=204)


@never_stored
class Person(StrictAPIView):
    """A person's public page."""

    permission_classes = [AllowAny]

    @extend_schema(responses=PersonSerializer)
    def get(self, request: Request, handle: str) -> Response:
        """Return what is open to the caller; 404 where that is nothing."""
        person = sections.find_person(handle)
        if person is None:
            raise Http404
        reader = request.user if isinstance(request.user, User) else None
        is_owner = reader is not None and reader.pk == person.pk
        view = sections.view_for(person, None if is_owner else reader)
        shown = sections.read_sections(view, now=timezone.now())
        if not shown:
            raise Http404
        return Response(person_data(person, shown))


@never_stored
class SharedRecord(StrictAPIView):
    """The record of a link."""

    permission_classes = [AllowAny]

    @extend_schema(responses=PersonSerializer)
    def get(self, request: Request, token: str) -> Response:
        """Return it; unknown, expired and revoked links are alike."""
        now = timezone.now()
        link = sections.find_link(token, now=now)
        if link is None or not link.user.is_active:
            raise Http404
        shown = sections.read_sections(sections.view_by_link(link), now=now)
        return Response(person_data(link.user, shown))


class MyExport(StrictAPIView):
    """Everything held about the caller."""

    @extend_schema(responses={200: {"type": "object"}})
    def get(self, request: Request) -> Response:
        """Return it all; 403 unless the password was given a short while ago."""
        adapter = get_adapter(request)
        if adapter.is_reauthentication_required(app="profiles"):
            raise ReauthenticationNeeded
        return self._everything(request)

    @extend_schema(request=PasswordSerializer, responses={200: {"type": "object"}})
    def post(self, request: Request) -> Response:
        """Return it all for the password, which a program has to send each time."""
        check_password(request)
        return self._everything(request)

    def _everything(self, request: Request) -> Response:
        accounts.ensure_profile(user=caller(request))
        return Response(exporting.as_json(caller(request), now=timezone.now()))


class ReauthenticationNeeded(RefusedError):  # noqa: N818 - named like its siblings
    """403: the password is asked for again first."""

    status_code = 403

    def __init__(self) -> None:
        super().__init__("reauthentication_required", "Give your password again first.")


class MyDeletion(VersionedMixin, StrictAPIView):
    """The wish of the caller to be deleted."""

    @extend_schema(responses=DeletionSerializer)
    def get(self, request: Request) -> Response:
        """Return when the account goes, if it does."""
        return Response({"erased_at": leaving.erased_at(caller(request))})

    @extend_schema(request=PasswordSerializer, responses=DeletionSerializer)
    def post(self, request: Request) -> Response:
        """Ask to be deleted; repeated, the day stays."""
        check_password(request)
        user = leaving.leave(user=caller(request), now=timezone.now())
        key = request.session.session_key or ""
        leaving.end_other_sessions(user=user, session_key=key)
        return Response({"erased_at": leaving.erased_at(user)})

    @extend_schema(responses={200: DeletionSerializer})
    def delete(self, request: Request) -> Response:
        """Stay after all."""
        user = leaving.keep_account(user=caller(request), now=timezone.now())
        return Response({"erased_at": leaving.erased_at(user)})


def check_password(request: Request) -> None:
    """Check the password that was sent; tries count with those of the pages.

    Raises Throttled after too many, and ValidationError for a wrong one.
    """
    user = caller(request)
    if not ratelimit.consume(request, action="reauthenticate", user=user):
        raise Throttled(TRIES_FORGOTTEN_SECONDS)
    form = PasswordSerializer(data=request.data)
    form.is_valid(raise_exception=True)
    if not user.check_password(form.validated_data["password"]):
        raise serializers.ValidationError({"password": ["This is not your password."]})


def _openness(user: User) -> dict[str, str]:
    profile = accounts.ensure_profile(user=user)
    return {"handle": profile.handle, **sections.audiences(user)}


def person_data(person: User, shown: list[ShownSection]) -> dict[str, Any]:
    """Return what `PersonSerializer` describes."""
    return {
        "name": person.display_name,
        "as_of": timezone.now(),
        "sections": [
            {"section": one.section, "label": one.label, "data": one.data}
            for one in shown
        ],
    }
