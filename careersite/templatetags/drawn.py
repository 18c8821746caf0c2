"""Small parts of every page, as tags; all apps draw them with careersite.common."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from careersite.common import drawn

if TYPE_CHECKING:
    from careersite.templatetags.ui import Item

register = template.Library()
for part in (
    drawn.category_badge,
    drawn.meter,
    drawn.pips,
    drawn.source_letter,
    drawn.stacked_bar,
):
    register.simple_tag(part)

LINK = '<li><a href="{}"{}>{}</a></li>'
HERE = ' aria-current="{}"'
COUNT = '{} <span class="count">{}</span>'


@register.simple_tag
def link_items(links: Iterable["Item"], path: str = "") -> SafeString:
    """Write links as items of a list; `path` is the page's, to mark where it is."""
    return format_html_join(
        "",
        LINK,
        (
            (
                link.url,
                format_html(HERE, "page" if link.url == path else "true")
                if link.is_current and path
                else "",
                format_html(COUNT, link.label, link.count)
                if link.count
                else link.label,
            )
            for link in links
        ),
    )
