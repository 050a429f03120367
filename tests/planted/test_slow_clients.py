"""Slow clients hold two synchronous workers: the advice names it, and a buffering proxy helps."""

import re
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import pytest

from epreuve.reports.assessment import Assessment, Repair
from tests.harness.repeat import play_until_valid
from tests.planted.defect import Defect
from tests.planted.trial import play

WORKERS = Defect("few-workers", "FRU-2")
BUFFERED = Defect("few-workers,buffered", "")  # the same service behind `buffer.py`
SHARES = re.compile(
    r"([\d.]+)% of the journeys on poor links succeeded, and ([\d.]+)% of those on clean links"
)


def assess(defect: Defect, folder: Path) -> Assessment:
    """Audit a variant, again where other programs used the machine."""
    results: list[Assessment] = []
    play_until_valid(lambda place: results.append(play(defect, place, "--quick")), folder)
    return results[-1]


AUDITS = {
    "slow clients": partial(assess, WORKERS), "slow clients buffered": partial(assess, BUFFERED),
}  # fmt: skip
Results = dict[str, Future[Assessment]]


def cause(assessment: Assessment) -> Repair | None:
    """Return the repair of the cause."""
    return next((one for one in assessment.repairs if one.id == "slow-clients"), None)


@pytest.mark.needs_namespaces
@pytest.mark.slow
def test_the_advice_names_slow_clients(audits: Results) -> None:
    repair = cause(audits["slow clients"].result())
    assert repair is not None
    assert re.search(r"From clean links alone, the service served ×\d", repair.observed.en)
    shares = SHARES.search(repair.observed.en)
    assert shares is not None
    assert float(shares[2]) < 50, "clean links wait for the workers too"
    assert "reverse proxy that buffers" in repair.repair.en


@pytest.mark.needs_namespaces
@pytest.mark.slow
def test_a_buffering_proxy_serves_the_same_users(audits: Results) -> None:
    buffered = audits["slow clients buffered"].result()
    assert cause(buffered) is None
    shares = {one.id: one.value for one in buffered.findings if one.id in ("CON-1", "FRU-2")}
    assert min(share or 0.0 for share in shares.values()) > 0.9
