"""Read-only endpoints of content; only what is published, nested rows too."""

from careersite.common.api import ContentViewSet
from roles.api import serializers
from roles.models import Role, Skill


class RoleViewSet(ContentViewSet):
    """Careers."""

    queryset = Role.objects.published()
    serializer_class = serializers.RoleSerializer
    lookup_field = "slug"
    ordering_fields = ["title", "position"]


class SkillViewSet(ContentViewSet):
    """Skills with their family."""

    queryset = Skill.objects.published().select_related("category")
    serializer_class = serializers.SkillSerializer
    lookup_field = "slug"
    ordering_fields = ["name", "position"]
