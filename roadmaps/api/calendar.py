"""Endpoints of the calendar feed."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import StrictAPIView
from careersite.common.api_versions import VersionedMixin
from careersite.common.mail import absolute_url
from profiles.requests import caller
from roadmaps.services import calendar


class DueDaySerializer(serializers.Serializer):
    """A day with something due."""

    key = serializers.CharField()
    on = serializers.DateField()
    title = serializers.CharField()
    text = serializers.CharField()
    url = serializers.CharField()


class CalendarSerializer(serializers.Serializer):
    """What is due; `url` is told once, when the feed is made."""

    has_feed = serializers.BooleanField()
    url = serializers.CharField(allow_null=True)
    days = DueDaySerializer(many=True)


class MyCalendar(VersionedMixin, StrictAPIView):
    """The caller's due days, and the private address that a calendar reads."""

    @extend_schema(responses=CalendarSerializer)
    def get(self, request: Request) -> Response:
        """Return what is due."""
        return Response(self._shown(request))

    @extend_schema(request=None, responses={201: CalendarSerializer})
    def post(self, request: Request) -> Response:
        """Make the feed's address; one made before stops at once."""
        user = caller(request)
        token = calendar.make_feed(user=user, by=user, now=timezone.now())
        url = absolute_url(reverse("roadmaps:calendar_feed", args=[token]))
        return Response(self._shown(request, url=url), status=201)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Stop the feed at once."""
        user = caller(request)
        calendar.revoke_feed(user=user, by=user, now=timezone.now())
        return Response(status=204)

    def _shown(self, request: Request, *, url: str | None = None) -> dict[str, Any]:
        user = caller(request)
        feed = calendar.feed_of(user)
        shown = {
            "has_feed": feed is not None and feed.is_open,
            "url": url,
            "days": calendar.due_days(user, now=timezone.now()),
        }
        return CalendarSerializer(shown).data
