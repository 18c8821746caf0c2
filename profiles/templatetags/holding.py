"""How firmly a skill is held, as lists show it hundreds of times."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=8)
def evidence_state(state: str) -> SafeString:
    """Show unrated, claimed, evidenced or verified as a shape and its word."""
    return render_to_string("profiles/_evidence_state.html", {"state": state})
