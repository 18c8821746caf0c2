"""Long texts of the desk have a limit, which the form says and keeps to."""

import pytest
from django.contrib import admin
from django.forms import CharField, JSONField, Textarea
from django.test import RequestFactory

from careersite.common.admin.fields import TEXT_MAX
from roles.models import Skill
from tests.desk import at_desk
from tests.factories.roles import SkillFactory
from tests.roles.desk_forms import address, form_of

pytestmark = pytest.mark.django_db


def forms_of(desk, request):
    yield desk.get_form(request)
    for inline in desk.get_inline_instances(request):
        yield inline.get_formset(request).form


def test_every_long_text_of_content_has_a_limit(publisher):
    request = RequestFactory().get("/")
    request.user = publisher

    open_ended = {
        f"{model._meta.label}.{name}"
        for model, desk in admin.site._registry.items()  # noqa: SLF001
        if model._meta.app_label in {"roles", "roadmaps"}
        for form in forms_of(desk, request)
        for name, field in form.base_fields.items()
        if isinstance(field, CharField)
        and not isinstance(field, JSONField)  # read as figures, not kept as written
        and isinstance(field.widget, Textarea)
        and "maxlength" not in field.widget.attrs
    }

    assert open_ended == set()


@pytest.mark.parametrize("more", [0, 1])
def test_a_text_longer_than_its_limit_is_refused_and_not_lost(editor, more):
    skill = SkillFactory(status="draft", published_at=None)
    client, text = at_desk(editor), "\U0001f469" * (TEXT_MAX + more)

    sent = {**form_of(client, skill), "description": text}
    answer = client.post(address(skill), sent)

    kept = Skill.objects.get(pk=skill.pk).description == text
    assert kept == (not more)
    if more:
        assert f"at most {TEXT_MAX} characters" in answer.content.decode()
        assert text in answer.content.decode()
