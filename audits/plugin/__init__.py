"""The pytest plugin: profiles as tests, and faulty links for a team's own tests.

Every pytest run of an environment that has epreuve loads this file: it imports pytest and the
standard library, nothing else, until a `*.epreuve.yaml` or a fixture is used.
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
    """Options of the profiles that are collected."""
    group = parser.getgroup("epreuve", "epreuve: audits of *.epreuve.yaml profiles")
    group.addoption(
        "--epreuve-quick", action="store_true",
        help=f"Play crises as short as they can be (--epreuve-scale {QUICK:g}), some minutes.",
    )  # fmt: skip
    group.addoption(
        "--epreuve-scale", type=float, metavar="N",
        help=f"Real seconds of the crisis for one second of the run (default: {USUAL:g}).",
    )  # fmt: skip
    group.addoption("--epreuve-crisis", default="tous-risques", help="The crisis to play.")
    group.addoption("--epreuve-seed", type=int, help="Seed of all that is drawn at random.")
    group.addoption(
        "--epreuve-baseline", action="append", default=[], type=Path, metavar="RUN|FILE",
        help="A run that the gate must not fall under; may be given several times.",
    )  # fmt: skip
    group.addoption(
        "--epreuve-yes", action="store_true",
        help="The authorisation of the profile, for a service elsewhere, is real and still holds.",
    )  # fmt: skip
    group.addoption(
        "--epreuve-runs", type=Path, metavar="FOLDER",
        help="Where the folders of the runs go (default: runs/ in pytest's root).",
    )  # fmt: skip


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ProfileFile | None:
    """Collect profiles by the end of their name."""
    if not file_path.name.endswith(SUFFIX):
        return None
    from epreuve.audits.plugin.collected import ProfileFile

    return ProfileFile.from_parent(parent, path=file_path)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell the letter of each audit and where its report is."""
    reports = [each for found in terminalreporter.stats.values() for each in found]
    told = [
        value
        for each in reports
        for name, value in getattr(each, "user_properties", ())
        if name == SUMMARY
    ]
    if told:
        terminalreporter.section("epreuve")
        for line in dict.fromkeys(told):
            terminalreporter.line(str(line))


@pytest.fixture(scope="session")
def toxiproxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A Toxiproxy server for the session: the one at $EPREUVE_TOXIPROXY, on PATH, or embedded."""
    from epreuve.faults.toxiproxy.engine import open_engine

    with open_engine(None, tmp_path_factory.mktemp("toxiproxy"), allow_foreign=True) as engine:
        yield engine


@pytest.fixture
def link(toxiproxy: Engine) -> Iterator[Callable[[str], TrialLink]]:
    """Make links to put faults on: `link("127.0.0.1:5432").address` is what the code must call."""
    from epreuve.audits.plugin.trial_link import opened

    made: list[TrialLink] = []

    def make(upstream: str) -> TrialLink:
        made.append(opened(toxiproxy, upstream))
        return made[-1]

    try:
        yield make
    finally:
        for each in made:
            each.close()
