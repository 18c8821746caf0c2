"""Where content comes from and is known elsewhere: sources, regions, codes."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from careersite.common.models import Publishable
from roles.models import ExternalCode, Region, Source


@extend_schema_field(str)
class PublishedSlug(serializers.Field):
    """The slug of other content, or null where readers may not see it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, allow_null=True, **options)

    def to_representation(self, content: Any) -> str | None:
        """Return the slug of published content only."""
        is_public = content.status == Publishable.Status.PUBLISHED
        return content.slug if is_public else None


class SourceSerializer(serializers.ModelSerializer):
    """A document that prints facts, or an origin that one names."""

    family = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    name = serializers.CharField(source="display_name", read_only=True)

    class Meta:
        model = Source
        fields = [
            "id",
            "slug",
            "family",
            "edition",
            "kind",
            "name",
            "title",
            "publisher",
            "author",
            "published_on",
            "updated_on",
            "year_label",
            "raw_date",
            "accessed_on",
            "url",
            "commercial_interest",
            "gives",
            "oddities",
        ]


class SourceNameSerializer(serializers.ModelSerializer):
    """A source beside a fact; null where it is not published."""

    name = serializers.CharField(source="display_name", read_only=True)

    class Meta:
        model = Source
        fields = ["slug", "name", "year_label", "url"]

    def to_representation(self, source: Source) -> dict[str, Any] | None:
        """Return the source only if readers may see it."""
        if source.status != Publishable.Status.PUBLISHED:
            return None
        return super().to_representation(source)


class RegionSerializer(serializers.ModelSerializer):
    """A place that a fact speaks of."""

    class Meta:
        model = Region
        fields = ["slug", "name", "kind", "code"]


class ExternalCodeSerializer(serializers.ModelSerializer):
    """An entry of a public framework that stands for this, such as O*NET-SOC, ESCO."""

    class Meta:
        model = ExternalCode
        fields = ["scheme", "code", "title", "uri", "match"]
