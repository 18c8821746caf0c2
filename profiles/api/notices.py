"""What the signed-in person was told, and how they want it mailed."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import StrictAPIView, paged
from careersite.common.api_guards import Pagination
from careersite.common.api_versions import VersionedMixin
from profiles.models import Notice, Rhythm
from profiles.models.notice import CHOSEN_KINDS
from profiles.requests import caller
from profiles.services import notice_wishes, notices


class NoticeSerializer(serializers.ModelSerializer):
    """One notice; `mail` is how soon it is or was mailed."""

    class Meta:
        model = Notice
        fields = [
            "id",
            "kind",
            "text",
            "url",
            "mail",
            "created_at",
            "read_at",
            "mailed_at",
        ]


class NoticeQuerySerializer(serializers.Serializer):
    """How the list is narrowed."""

    unread = serializers.BooleanField(default=False)
    kind = serializers.ChoiceField(choices=Notice.Kind.choices, required=False)


NoticeWishesSerializer = inline_serializer(
    "NoticeWishes",
    {
        kind.value: serializers.ChoiceField(choices=Rhythm.choices, required=False)
        for kind in CHOSEN_KINDS
    },
)
ReadSerializer = inline_serializer("NoticesRead", {"read": serializers.IntegerField()})


class MyNotices(StrictAPIView):
    """What the caller was told, newest first."""

    query_parameters = ("unread", "kind", "page", "page_size")

    @extend_schema(
        parameters=[
            NoticeQuerySerializer,
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("page_size", OpenApiTypes.INT),
        ],
        responses=paged(NoticeSerializer),
    )
    def get(self, request: Request) -> Response:
        """Return a page of notices; reading it marks nothing as read."""
        asked: dict[str, Any] = {
            name: value
            for name, value in request.query_params.items()
            if name in NoticeQuerySerializer().fields
        }
        query = NoticeQuerySerializer(data=asked)
        query.is_valid(raise_exception=True)
        found = Notice.objects.to(caller(request))
        if query.validated_data["unread"]:
            found = found.unread()
        if "kind" in query.validated_data:
            found = found.filter(kind=query.validated_data["kind"])
        pages = Pagination()
        page = pages.paginate_queryset(found, request, view=self)
        return pages.get_paginated_response(NoticeSerializer(page, many=True).data)


class ReadNotice(StrictAPIView):
    """Marks one notice as read."""

    @extend_schema(request=None, responses=NoticeSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Mark it; repeated, it changes nothing."""
        own = Notice.objects.to(caller(request))
        notice = get_object_or_404(own, pk=pk)
        notices.mark_read(user=caller(request), notice_id=pk, now=timezone.now())
        notice.refresh_from_db()
        return Response(NoticeSerializer(notice).data)


class ReadAllNotices(StrictAPIView):
    """Marks everything as read."""

    @extend_schema(request=None, responses=ReadSerializer)
    def post(self, request: Request) -> Response:
        """Mark all; tells how many were unread."""
        read = notices.mark_read(user=caller(request), now=timezone.now())
        return Response({"read": read})


class MyNoticeWishes(VersionedMixin, StrictAPIView):
    """How soon each kind of notice is mailed."""

    @extend_schema(responses=NoticeWishesSerializer)
    def get(self, request: Request) -> Response:
        """Return the rhythm of each kind."""
        return Response(notice_wishes.rhythms_of(caller(request)))

    @extend_schema(request=NoticeWishesSerializer, responses=NoticeWishesSerializer)
    def patch(self, request: Request) -> Response:
        """Change some of them; what concerns the account's safety stays on."""
        data = request.data if isinstance(request.data, dict) else {}
        unknown = [name for name in data if name not in CHOSEN_KINDS]
        if unknown:
            message = "This kind of notice cannot be changed."
            raise serializers.ValidationError({name: [message] for name in unknown})
        form = type(NoticeWishesSerializer)(data=request.data)
        form.is_valid(raise_exception=True)
        notice_wishes.set_rhythms(user=caller(request), rhythms=form.validated_data)
        return Response(notice_wishes.rhythms_of(caller(request)))
