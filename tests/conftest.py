"""The cast of all tests."""

import pytest

from tests.factories.profiles import UserFactory


@pytest.fixture
def learner(db):
    return UserFactory(email="learner@example.com", name="Amara Osei")


@pytest.fixture
def other_learner(db):
    return UserFactory(email="other@example.com", name="Jonas Weber")


@pytest.fixture
def mentor(db):
    return UserFactory(email="mentor@example.com", name="Ines Ferreira")


@pytest.fixture
def editor(db):
    return UserFactory(email="editor@example.com", name="Edda Itor", is_staff=True)
