"""The fit quiz: its statements, and what each says about roles."""

from django.contrib import admin

from careersite.common.admin import ChildAdmin, ChildInline
from roles.admin.roots import RootAdmin
from roles.models import Quiz, QuizItem, QuizWeight


class QuizWeightInline(ChildInline):
    model = QuizWeight
    autocomplete_fields = ["role", "source"]


@admin.register(Quiz)
class QuizAdmin(RootAdmin):
    """Quizzes; the statements stand in their own table, by quiz."""

    list_display = ["title", "slug", "position"]
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}


@admin.register(QuizItem)
class QuizItemAdmin(ChildAdmin):
    """Statements, each with its weights for and against roles."""

    parent = "quiz"
    list_display = ["text", "trait", "quiz", "source", "position"]
    list_filter = ["quiz", "source"]
    list_select_related = ["quiz", "source"]
    search_fields = ["text", "trait"]
    autocomplete_fields = ["quiz", "source"]
    inlines = [QuizWeightInline]
