"""Crises of other kinds than the reference, played to the end on both demonstration suppliers.

Third parties, the operator's own machines, heat in the data centre, a region without power, an
island: with the reference crisis of test_end_to_end.py, six kinds. All eighteen are played by
tests/benchmarks/bench_crises.py.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

import epreuve.audits.demo
from epreuve.audits.errors import EXIT_NOT_MEASURED
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import read_assessment

pytestmark = pytest.mark.slow

EPREUVE = str(Path(sys.executable).with_name("epreuve"))
PROFILES = Path(epreuve.audits.demo.__path__[0])
SUPPLIERS = ("sobre", "fragile")
LANES = {  # played at once, each on ports of its own; light crowds, for two cores
    20: ("panne-cdn", "ile-isolee"),
    22: ("maj-defectueuse", "blackout"),
    24: ("canicule",),
}
CRISES = [crisis for lane in LANES.values() for crisis in lane]
LIMIT = 420  # seconds for a pair, on a machine that has other things to do

Pair = dict[str, Assessment]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pair]:
    """The assessments of each crisis, by supplier."""
    folder = tmp_path_factory.mktemp("crises")
    with ThreadPoolExecutor(len(LANES)) as lanes:
        pairs = lanes.map(lambda lane: list(_lane(folder, *lane)), LANES.items())
        return {crisis: pair for found in pairs for crisis, pair in found}


def _lane(folder: Path, port: int, crises: tuple[str, ...]) -> Iterator[tuple[str, Pair]]:
    for crisis in crises:
        run = folder / crisis
        codes = _play(run, crisis, port)
        if EXIT_NOT_MEASURED in codes:  # the bench was too weak: such a trial is void, not failed
            run = folder / f"{crisis}-again"
            codes = _play(run, crisis, port)
        assert set(codes) <= {0, 1}, "".join(log.read_text() for log in run.glob("*.log"))
        yield crisis, {name: read_assessment(run / name / "assessment.json") for name in SUPPLIERS}


def _play(folder: Path, crisis: str, port: int) -> list[int]:
    folder.mkdir()
    with ExitStack() as stack:
        started = []
        for name in SUPPLIERS:
            profile = folder / f"{name}.yaml"
            written = (PROFILES / profile.name).read_text()
            profile.write_text(re.sub(r"(?<=127\.0\.0\.1:)18", str(port), written))
            log = stack.enter_context((folder / f"{name}.log").open("wb"))
            words = [EPREUVE, "audit", str(profile), "--crisis", crisis, "--quick", "--seed", "7"]
            process = subprocess.Popen(
                [*words, "--folder", str(folder / name)], stdout=log, stderr=log
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            started.append(process)
        return [process.wait(LIMIT) for process in started]


@pytest.mark.parametrize("crisis", CRISES)
def test_it_is_played_to_the_end_and_judged(played: dict[str, Pair], crisis: str) -> None:
    for found in played[crisis].values():
        assert found.crisis.id == crisis
        assert found.run.interrupted is None
        assert found.result.letter is not None, found.result.letter_note
        assert [f"{f.id}: {f.reason.en}" for f in found.findings if f.outcome == "error"] == []
        assert found.bench.generator.started >= 0.95 * found.bench.generator.intended


@pytest.mark.parametrize("crisis", CRISES)
def test_the_sober_supplier_never_scores_below_the_fragile_one(
    played: dict[str, Pair], crisis: str
) -> None:
    sober, frail = (played[crisis][name].result for name in SUPPLIERS)
    assert sober.score is not None
    assert frail.score is not None
    assert sober.score >= frail.score
    assert sober.floor >= frail.floor
    assert played[crisis]["sobre"].receipts.lost == 0
