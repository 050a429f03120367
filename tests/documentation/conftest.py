"""Generated sources of the documentation site."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.documentation.pages import SITE


@pytest.fixture(scope="session")
def site(processes: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the generated sources of the site, with the reference."""
    target = tmp_path_factory.mktemp("site") / "source"
    script = [sys.executable, str(SITE / "generate.py"), str(target)]
    subprocess.run(script, check=True, timeout=120)
    return target
