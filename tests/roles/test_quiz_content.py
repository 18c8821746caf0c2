"""The quiz that readers get."""

import pytest

from roles.models import Quiz, Role
from roles.services.problems import problems_of

pytestmark = pytest.mark.django_db


def test_the_real_quiz_is_short_and_knows_every_role(client, content):
    quiz = Quiz.objects.current()
    answers = {f"a-{item.key}": "4" for item in quiz.items.all()}

    text = client.get("/quiz/result/", answers).content.decode()

    assert len(answers) == 15
    assert problems_of(quiz) == []
    assert all(title in text for title in Role.objects.values_list("title", flat=True))
    assert set(quiz.items.values_list("source__slug", flat=True)) == {
        "ai-engineer-career-guide",
        "careersteps-ai-engineer",
        "editorial-estimate",
    }
