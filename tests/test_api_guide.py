"""docs/api.md: its example is run as it is printed there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from profiles.services import tokens
from roadmaps.models import Enrollment
from tests.factories.profiles import UserFactory
from tests.factories.roadmaps import RoadmapFactory, RoadmapVersionFactory, StepFactory

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "api.md"


def block(kind):
    """Return the one block of code of a kind."""
    (found,) = re.findall(rf"```{kind}\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    return found


def run(command, code, live_server, secret):
    environment = {
        **os.environ,
        "CAREERSITE": live_server.url,
        "CAREERSITE_TOKEN": secret,
    }
    return subprocess.run(
        command,
        input=code,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout


@pytest.mark.django_db(transaction=True)
def test_the_example_of_the_guide_does_what_it_says(live_server):
    version = RoadmapVersionFactory(roadmap=RoadmapFactory(slug="ai-engineer"))
    stage = StepFactory(stage__version=version).stage
    StepFactory(stage=stage)
    learner = UserFactory()
    secret = tokens.make_token(
        user=learner,
        name="Portal",
        scope="write",
        days=1,
        by=learner,
        now=timezone.now(),
    ).secret

    printed = run([sys.executable, "-"], block("python"), live_server, secret)
    by_curl = (
        run(["sh"], block("sh"), live_server, secret) if shutil.which("curl") else None
    )

    assert printed == block("text")
    assert Enrollment.objects.of(learner).count() == 1
    assert by_curl is None or by_curl.count('"ai-engineer"') >= 3
