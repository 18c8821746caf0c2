"""What every page's shell needs to know."""

from django.http import HttpRequest

THEMES = ("device", "light", "dark")


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the theme chosen by cookie, so that the first paint is right."""
    theme = request.COOKIES.get("theme", "device")
    return {"theme": theme if theme in THEMES else "device", "themes": THEMES}
