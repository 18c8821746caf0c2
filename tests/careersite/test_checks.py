import pytest
from django.core.checks import run_checks
from django.test import override_settings


def found(*, deploy=False):
    return {message.id for message in run_checks(include_deployment_checks=deploy)}


def test_our_own_configuration_is_sound():
    assert not {name for name in found() if name.startswith("careersite")}


def test_cache_of_one_process_is_refused():
    local = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

    with override_settings(CACHES=local):
        assert "careersite.E001" in found()


def test_unreadable_rate_is_refused(settings):
    rates = {"anonymous": "often", "reader": "1/min", "writer": "1/min"}

    with override_settings(REST_FRAMEWORK={"DEFAULT_THROTTLE_RATES": rates}):
        assert "careersite.E002" in found()


def test_missing_rate_is_refused():
    with override_settings(REST_FRAMEWORK={"DEFAULT_THROTTLE_RATES": {}}):
        assert "careersite.E002" in found()


@pytest.mark.parametrize("content", [None, b"", b"iloveyou\n"])
def test_a_list_of_stolen_passwords_that_is_none_is_refused(
    settings, tmp_path, content
):
    listed = tmp_path / "stolen"
    if content is not None:
        listed.write_bytes(content)
    settings.BREACHED_PASSWORDS = str(listed)

    assert "careersite.E004" in found()


def test_deployment_is_warned_of_demonstration_accounts():
    with override_settings(CAREERSITE_DEMO=True):
        assert "careersite.W002" in found(deploy=True)


def test_deployment_is_warned_of_an_address_nobody_can_answer():
    sender = {"DEFAULT_FROM_EMAIL": "x@localhost", "CAREERSITE_DEMO": False}

    with override_settings(**sender):
        assert "careersite.W001" in found(deploy=True)
