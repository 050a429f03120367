"""The linters of pipelines are optional peers: without them, their tests are not collected."""

import os
import shutil
from pathlib import Path

import pytest

BIN = Path(__file__).parents[2] / ".bin"  # where `.ci/run` puts them
ACTIONLINT = shutil.which("actionlint", path=os.pathsep.join([os.environ["PATH"], str(BIN)]))
YAMLLINT = shutil.which(
    "yamllint", path=os.pathsep.join([os.environ["PATH"], str(BIN / "lint" / "bin")])
)
collect_ignore = [] if ACTIONLINT and YAMLLINT else ["test_linters.py"]


@pytest.fixture
def actionlint() -> str:
    assert ACTIONLINT is not None
    return ACTIONLINT


@pytest.fixture
def yamllint() -> str:
    assert YAMLLINT is not None
    return YAMLLINT
