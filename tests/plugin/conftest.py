"""Projects of users of the pytest plugin."""

import json

import pytest

from tests.plugin.project import AUDIT, PROFILE, frozen_assessment


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """An empty project; its pytest loads every plugin of the environment, like a user's."""
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    return pytester


@pytest.fixture
def audited(project: pytest.Pytester) -> pytest.Pytester:
    """A project with a profile, where audits take no time."""
    project.makeconftest(AUDIT)
    (project.path / "guichet.epreuve.yaml").write_text(PROFILE)
    (project.path / "frozen.json").write_text(json.dumps(frozen_assessment()))
    return project
