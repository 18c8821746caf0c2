"""Small plans for tests of versions."""

from roadmaps.versions import Version, VersionStep


def step(key, number=1, **others):
    return VersionStep(
        key=key,
        number=number,
        title=key.title(),
        stage=others.pop("stage", "core"),
        hours=others.pop("hours", 10),
        **others,
    )


def version(number, *steps):
    return Version(number, tuple(steps))


PYTHON = step("python", 1)
SQL = step("sql", 2)
