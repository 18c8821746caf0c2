"""Content as JSON."""

from rest_framework import serializers

from roles.models import Role, Skill


class RoleSerializer(serializers.ModelSerializer):
    """A career in a list."""

    class Meta:
        model = Role
        fields = ["id", "slug", "title", "summary", "lead", "reviewed_on", "updated_at"]


class SkillSerializer(serializers.ModelSerializer):
    """A skill in a list."""

    category = serializers.CharField(source="category.code", read_only=True)

    class Meta:
        model = Skill
        fields = ["id", "slug", "name", "kind", "category", "description"]
