"""Crises of other kinds than the reference, played to the end on both demonstration suppliers.

Third parties, the operator's own machines, heat in the data centre, a region without power, an
island: with the reference crisis of test_demonstration.py, six kinds. All eighteen are played by
tests/benchmarks/bench_crises.py.
"""

import re
import subprocess
import sys
from concurrent.futures import Future
from contextlib import ExitStack
from functools import partial
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
LIMIT = 420  # seconds for a pair, on a machine that has other things to do

Pair = dict[str, Assessment]


def lane(crisis: str, port: int, folder: Path) -> Pair:
    """The assessments of both suppliers, on ports of their own."""
    run = folder / crisis
    codes = _play(run, crisis, port)
    if EXIT_NOT_MEASURED in codes:  # the bench was too weak: such a trial is void, not failed
        run = folder / f"{crisis}-again"
        codes = _play(run, crisis, port)
    assert set(codes) <= {0, 1}, "".join(log.read_text() for log in run.glob("*.log"))
    return {name: read_assessment(run / name / "assessment.json") for name in SUPPLIERS}


CRISES = ("panne-cdn", "ile-isolee", "maj-defectueuse", "blackout", "canicule")  # of light crowds
LANES = {crisis: partial(lane, crisis, port) for port, crisis in enumerate(CRISES, 20)}
Played = dict[str, Future[Pair]]


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
def test_it_is_played_to_the_end_and_judged(played: Played, crisis: str) -> None:
    for found in played[crisis].result().values():
        assert found.crisis.id == crisis
        assert found.run.interrupted is None
        assert found.result.letter is not None, found.result.letter_note
        assert [f"{f.id}: {f.reason.en}" for f in found.findings if f.outcome == "error"] == []
        assert found.bench.generator.started >= 0.95 * found.bench.generator.intended


@pytest.mark.parametrize("crisis", CRISES)
def test_the_sober_supplier_never_scores_below_the_fragile_one(played: Played, crisis: str) -> None:
    pair = played[crisis].result()
    sober, frail = (pair[name].result for name in SUPPLIERS)
    assert sober.score is not None
    assert frail.score is not None
    assert sober.score >= frail.score
    assert sober.floor >= frail.floor
    assert pair["sobre"].receipts.lost == 0
