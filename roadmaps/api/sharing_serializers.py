"""How mentors, mentorships, invitations and links are written in JSON."""

from typing import Any

from rest_framework import serializers

from profiles.models import Block, MentorInvitation, Mentorship, Scope
from profiles.models.safety import REPORT_MAX
from profiles.requests import caller
from roadmaps.models import Enrollment

MESSAGE_MAX = 1000


class OwnEnrollmentsField(serializers.PrimaryKeyRelatedField):
    """Numbers of the caller's enrollments that go on; others are refused."""

    def get_queryset(self) -> Any:
        """Return what may be chosen."""
        request = self.context.get("request")
        if request is None:  # the description of the API asks so
            return Enrollment.objects.none()
        return Enrollment.objects.of(caller(request)).current()


class SharingSerializer(serializers.Serializer):
    """What a mentor may see and do."""

    enrollments = serializers.ManyRelatedField(
        child_relation=OwnEnrollmentsField(queryset=Enrollment.objects.none()),
        allow_empty=False,
    )
    scopes = serializers.MultipleChoiceField(choices=Scope.choices, allow_empty=False)


class InviteSerializer(SharingSerializer):
    """Whom to ask, for what; without an address a link is made."""

    email = serializers.EmailField(default="", allow_blank=True, max_length=254)
    message = serializers.CharField(
        default="", allow_blank=True, max_length=MESSAGE_MAX
    )


class SharedRowsMixin(serializers.Serializer):
    """The enrollments that an invitation or a mentorship is about."""

    enrollments = serializers.SerializerMethodField()

    def get_enrollments(self, row: Any) -> list[int]:
        """Return their numbers."""
        return sorted(one.enrollment_id for one in row.enrollments.all())


class InvitationSerializer(SharedRowsMixin, serializers.ModelSerializer):
    """An invitation as its maker sees it; `email` is empty for a copied link."""

    class Meta:
        model = MentorInvitation
        fields = [
            "id",
            "email",
            "message",
            "scopes",
            "enrollments",
            "status",
            "created_at",
            "expires_at",
        ]


class InvitedSerializer(serializers.Serializer):
    """A new invitation; `url` is told once, and only where no mail goes out."""

    invitation = InvitationSerializer()
    url = serializers.CharField(allow_null=True)


class OfferSerializer(serializers.Serializer):
    """What an invitation asks, told to whoever holds its link."""

    learner = serializers.CharField(source="learner.display_name")
    message = serializers.CharField()
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices))
    roadmaps = serializers.SerializerMethodField()
    expires_at = serializers.DateTimeField()

    def get_roadmaps(self, invitation: MentorInvitation) -> list[str]:
        """Return the slugs of the roadmaps that it is about."""
        offered: Any = invitation.enrollments
        rows = offered.select_related("enrollment__roadmap")
        return [row.enrollment.roadmap.slug for row in rows]


class MentorshipSerializer(SharedRowsMixin, serializers.ModelSerializer):
    """A mentorship as either side sees it; `side` is the caller's."""

    side = serializers.SerializerMethodField()
    other = serializers.SerializerMethodField()
    state = serializers.ChoiceField(["active", "paused", "ended"], read_only=True)

    class Meta:
        model = Mentorship
        fields = [
            "id",
            "side",
            "other",
            "state",
            "scopes",
            "enrollments",
            "created_at",
            "paused_at",
            "ended_at",
        ]

    def get_side(self, mentorship: Mentorship) -> str:
        """Return learner or mentor."""
        own = caller(self.context["request"])
        return "learner" if mentorship.learner_id == own.pk else "mentor"

    def get_other(self, mentorship: Mentorship) -> str:
        """Return the name of the other side."""
        return mentorship.other_side(caller(self.context["request"])).display_name


class OwnMentorSerializer(serializers.Serializer):
    """A mentor as the learner sees them; a flag says what needs attention."""

    mentorship = serializers.IntegerField(source="mentorship.pk")
    mentor = serializers.CharField(source="mentorship.mentor.display_name")
    state = serializers.CharField(source="mentorship.state")
    scopes = serializers.ListField(
        source="mentorship.scopes", child=serializers.ChoiceField(Scope.choices)
    )
    enrollments = serializers.SerializerMethodField()
    flags = serializers.SerializerMethodField()

    def get_enrollments(self, own: Any) -> list[int]:
        """Return the numbers of the enrollments that the mentor sees."""
        return [enrollment.pk for enrollment in own.enrollments]

    def get_flags(self, own: Any) -> list[dict[str, str]]:
        """Return the flags, each with the title of its roadmap."""
        return [{"roadmap": title, "flag": flag} for title, flag in own.flags]


class LeftWaitingSerializer(serializers.Serializer):
    """A step in review without a reviewer."""

    enrollment = serializers.IntegerField(source="enrollment_id")
    roadmap = serializers.CharField(source="enrollment.roadmap.slug")
    step = serializers.CharField(source="step_key")
    waiting_since = serializers.DateTimeField(source="state_since")


class BlockSerializer(serializers.ModelSerializer):
    """Somebody who is shut out."""

    person = serializers.CharField(source="blocked.display_name")

    class Meta:
        model = Block
        fields = ["id", "person", "created_at"]


class AbuseSerializer(serializers.Serializer):
    """What somebody did, in the words of whom it was done to."""

    text = serializers.CharField(max_length=REPORT_MAX)
