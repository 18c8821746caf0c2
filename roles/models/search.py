"""What search looks through: one document for each published thing.

Triggers of the database keep documents and names in step with what they come
from, drafts left out, whoever writes: the desk, an import or SQL.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now

# As the function `roles_search_find` has it.
MISSES_MAX = 2_000


class SearchDocument(models.Model):
    """One thing that can be found; written by triggers alone."""

    class Kind(models.TextChoices):
        ROLE = "role", "Roles"
        SKILL = "skill", "Skills"
        CERTIFICATION = "certification", "Certifications"
        ROADMAP = "roadmap", "Roadmaps"
        QUESTION = "question", "Questions"
        INTERVIEW = "interview", "Interview questions"

    kind = models.CharField(max_length=13, choices=Kind)
    object_key = models.CharField(
        max_length=40, help_text="Which row it comes from, such as faq-7."
    )
    slug = models.SlugField(max_length=80, help_text="Of the page that it stands on.")
    anchor = models.CharField(
        max_length=100,
        blank=True,
        help_text="Where on the page; of an interview question, its key.",
    )
    title = models.TextField()
    summary = models.TextField(blank=True)
    vector = SearchVectorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_key"], name="roles_searchdocument_one_per_row"
            ),
        ]
        indexes = [GinIndex(name="roles_searchdocument_words", fields=["vector"])]

    def __str__(self) -> str:
        return self.title


class SearchName(models.Model):
    """A name under which a document is looked for.

    `folded` has no accents and no capitals, `squashed` no blanks and hyphens
    either; `beginnings` holds the squashed text up to the end of each word.
    """

    class Kind(models.TextChoices):
        TITLE = "title", "Its title"
        ALIAS = "alias", "Another name"
        RELATED = "related", "A related title"

    document = models.ForeignKey(
        SearchDocument, on_delete=models.CASCADE, related_name="names"
    )
    document_kind = models.CharField(max_length=13, choices=SearchDocument.Kind)
    kind = models.CharField(max_length=7, choices=Kind)
    name = models.TextField()
    folded = models.TextField()
    squashed = models.TextField(db_collation="C")
    beginnings = ArrayField(models.TextField())

    class Meta:
        indexes = [
            models.Index(
                name="roles_searchname_squashed", fields=["document_kind", "squashed"]
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SearchWord(models.Model):
    """A word that stands in names; what was typed is put right by those most alike.

    Far fewer than names, so that looking for alike ones costs little. A word stays
    when its last name goes: it leads to nothing then.
    """

    word = models.TextField(primary_key=True)

    class Meta:
        indexes = [
            GistIndex(
                name="roles_searchword_trigrams",
                fields=["word"],
                opclasses=["gist_trgm_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.word


class SearchMiss(models.Model):
    """A text that found nothing, and how often: a hint to editors, no person.

    Written by `roles_search_find`.
    """

    text = models.CharField(max_length=40, unique=True)
    count = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-count", "text"]
        verbose_name = "search that found nothing"
        verbose_name_plural = "searches that found nothing"

    def __str__(self) -> str:
        return self.text
