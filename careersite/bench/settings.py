"""The site's settings, with the references' addresses beside the site's."""

from typing import cast

from careersite.settings import *  # noqa: F403, TID251
from careersite.settings import BASE_DIR, REST_FRAMEWORK, TEMPLATES  # noqa: TID251

ROOT_URLCONF = "careersite.bench.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [BASE_DIR / "careersite/bench/templates"]}]
# Requests are counted as ever; only the limit is out of reach.
scopes = cast("dict[str, str]", REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"])
REST_FRAMEWORK = {
    **REST_FRAMEWORK,
    "DEFAULT_THROTTLE_RATES": dict.fromkeys(scopes, "100000000/min"),
}
