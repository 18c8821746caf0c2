"""The forms of a page, read from its HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin


@dataclass
class HtmlForm:
    """A form as a browser sees it: where it goes, what it would send."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)


class FormsOnPage(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self, url, html):
        super().__init__()
        self.url, self.forms = url, []
        self._form = self._area = self._select = None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            action = urljoin(self.url, given.get("action") or self.url)
            self._form = HtmlForm(action, given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form and "name" in given and "disabled" not in given:
            self._field(tag, given)
        elif tag == "option" and self._select and "selected" in given:
            self._value(self._select, given.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data):
        if self._form and self._area:
            self._form.values[self._area][-1] += data

    def _field(self, tag, given):
        name, kind = given["name"], given.get("type", "text")
        kind = "textarea" if tag == "textarea" else kind
        if tag == "select":
            self._select = name
        elif kind in {"checkbox", "radio"}:
            if "checked" in given:
                self._value(name, given.get("value", "on"))
        elif tag == "textarea" or (tag == "input" and kind not in {"submit", "file"}):
            self._value(name, given.get("value", ""))
            self._area = name if tag == "textarea" else self._area

    def _value(self, name, value):
        self._form.values.setdefault(name, []).append(value)


def forms_on(client, url):
    """Return the forms of the page at an address, as `client` is shown it."""
    answer = client.get(url)
    is_page = answer.status_code == 200 and "html" in answer.get("Content-Type", "")
    if not is_page:
        return []
    content = b"".join(answer) if answer.streaming else answer.content
    return FormsOnPage(url, content.decode()).forms
