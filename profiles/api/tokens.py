"""Endpoints about the caller's own tokens; making one takes a page and a password."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers

from careersite.common.api import StrictViewSet
from careersite.common.api_versions import VersionedMixin
from profiles.models import ApiToken
from profiles.requests import caller
from profiles.services import tokens

STATES = ["open", "expired", "revoked", "ended"]


class ApiTokenSerializer(serializers.ModelSerializer):
    """A token, as far as it is told after it was made."""

    state = serializers.SerializerMethodField()

    class Meta:
        model = ApiToken
        fields = [
            "id",
            "name",
            "scope",
            "state",
            "created_at",
            "expires_at",
            "last_used_at",
            "revoked_at",
        ]

    @extend_schema_field(serializers.ChoiceField(STATES))
    def get_state(self, token: ApiToken) -> str:
        """Return one of open, expired, revoked, ended (by a new password)."""
        return token.state_at(timezone.now())


class MyTokenViewSet(
    VersionedMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    StrictViewSet,
):
    """The caller's tokens; deleting one revokes it."""

    queryset = ApiToken.objects.none()
    serializer_class = ApiTokenSerializer
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[ApiToken]:
        """Return the caller's own tokens, newest first."""
        return ApiToken.objects.of(caller(self.request)).select_related("user")

    def perform_destroy(self, instance: ApiToken) -> None:
        tokens.revoke_token(token=instance, by=caller(self.request), now=timezone.now())
