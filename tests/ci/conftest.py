"""Linters of pipelines, for tests marked with their name."""

import pytest

from tests.harness import programs


@pytest.fixture
def actionlint() -> str:
    """Path of actionlint."""
    return str(programs.program("actionlint"))


@pytest.fixture
def yamllint() -> str:
    """Path of yamllint."""
    return str(programs.program("yamllint"))
