"""Markdown of editors and learners, made safe."""

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_RENDERER = MarkdownIt("commonmark", {"html": False}).enable("table")
LENGTH_MAX = 20_000
# What other sites are told of links that editors and learners set.
LINK_REL = "noopener nofollow ugc"
_TAGS = nh3.ALLOWED_TAGS - {"img"}


def to_html(text: str) -> SafeString:
    """Return `text` as HTML without scripts, handlers, styles or images.

    A text longer than any that a form takes is shown as it was written: some are made
    so that their marks take seconds to read.
    """
    if len(text) > LENGTH_MAX:
        return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 - escaped
    clean = nh3.clean(_RENDERER.render(text), tags=_TAGS, link_rel=LINK_REL)
    return mark_safe(clean)  # noqa: S308 - cleaned in the line above
