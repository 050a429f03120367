"""Plugin for pytest: profiles as tests, and links with faults for other tests.

Each pytest run loads this file where epreuve is installed. It imports pytest and the standard
library only, until a `*.epreuve.yaml` file is collected or a fixture is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from epreuve.audits.planning.scale import QUICK, USUAL
from epreuve.audits.plugin.names import SUFFIX, SUMMARY

if TYPE_CHECKING:
    from epreuve.audits.plugin.collected import ProfileFile
    from epreuve.audits.plugin.trial_link import TrialLink
    from epreuve.faults.toxiproxy.engine import Engine


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of collected profiles."""
    group = parser.getgroup("epreuve", "epreuve: audits of *.epreuve.yaml profiles")
    group.addoption(
        "--epreuve-quick", action="store_true",
        help=f"Short runs of some minutes (--epreuve-scale {QUICK:g}).",
    )  # fmt: skip
    group.addoption(
        "--epreuve-scale", type=float, metavar="N",
        help=f"Seconds of the crisis per second of the run (default: {USUAL:g}).",
    )  # fmt: skip
    group.addoption("--epreuve-crisis", default="tous-risques", help="Crisis to run.")
    group.addoption("--epreuve-seed", type=int, help="Seed of all random numbers.")
    group.addoption(
        "--epreuve-baseline", action="append", default=[], type=Path, metavar="RUN|FILE",
        help="Baseline run of the gate; may be repeated.",
    )  # fmt: skip
    group.addoption(
        "--epreuve-yes", action="store_true",
        help="Confirm the authorisation of the profile for a remote service.",
    )  # fmt: skip
    group.addoption(
        "--epreuve-runs", type=Path, metavar="FOLDER",
        help="Folder for the runs (default: runs/ in pytest's root).",
    )  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Refuse two scales."""
    if config.option.epreuve_quick and config.option.epreuve_scale is not None:
        raise pytest.UsageError("choose one of --epreuve-quick and --epreuve-scale")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ProfileFile | None:
    """Collect files whose name ends like a profile."""
    if not file_path.name.endswith(SUFFIX):
        return None
    from epreuve.audits.plugin.collected import ProfileFile

    return ProfileFile.from_parent(parent, path=file_path)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the letter and the report of each audit."""
    reports = [report for group in terminalreporter.stats.values() for report in group]
    lines = [
        value
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == SUMMARY
    ]
    if lines:
        terminalreporter.section("epreuve")
        for line in dict.fromkeys(lines):
            terminalreporter.line(str(line))


@pytest.fixture(scope="session")
def toxiproxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Yield the Toxiproxy server of the session: at $EPREUVE_TOXIPROXY, on PATH, or embedded."""
    from epreuve.faults.toxiproxy.engine import open_engine

    with open_engine(None, tmp_path_factory.mktemp("toxiproxy"), allow_foreign=True) as engine:
        yield engine


@pytest.fixture
def link(toxiproxy: Engine) -> Iterator[Callable[[str], TrialLink]]:
    """Yield a factory of links with faults; the tested code uses `link("127.0.0.1:80").address`."""
    from epreuve.audits.plugin.trial_link import opened

    links: list[TrialLink] = []

    def make(upstream: str) -> TrialLink:
        links.append(opened(toxiproxy, upstream))
        return links[-1]

    try:
        yield make
    finally:
        for one in links:
            one.close()
