"""The first lease of an embedded server."""

from contextlib import closing
from pathlib import Path

import pytest

from epreuve.faults.toxiproxy.launcher import READY, launch_embedded


@pytest.mark.process
@pytest.mark.parametrize(("lease", "grace"), [(3.0, READY), (3600.0, 3600.0)])
def test_the_first_lease_is_never_shorter(tmp_path: Path, lease: float, grace: float) -> None:
    """A benchmark without heartbeats sets a lease of an hour."""
    with closing(launch_embedded(tmp_path / "log", lease, lambda _: None)) as launched:
        arguments = Path(f"/proc/{launched.pid}/cmdline").read_text().split("\0")
    assert float(arguments[arguments.index("--grace") + 1]) == grace
