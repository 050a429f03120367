"""Pages whose content a script writes, without a browser: no criterion is fulfilled by a shell."""

import math
from typing import Any

import pytest

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.links import Links
from epreuve.audits.checks.frugality.essential_page_probe import EssentialPageObservation
from epreuve.audits.checks.frugality.page_probes import EdgePageObservation
from epreuve.probes.browser.page_record import PageObservation
from epreuve.probes.evidence.observation import Observation
from tests.audits.checks.judgements.conftest import Given, judged
from tests.audits.records import ESSENTIAL, PAGE, made

CLEAN = Tries(100, 100)


def pages(**changes: Any) -> Given:
    record = made(PageObservation, PAGE, scripted=True, **changes)
    return {"pages": (Observation(1.0, "/app", record),)}


def edge(**changes: Any) -> Given:
    record = made(EdgePageObservation, PAGE, scripted=True, **changes)
    return {"edge_page": Observation(1.0, "/app", record)}


def essential() -> Given:
    record = made(EssentialPageObservation, ESSENTIAL, scripted=True)
    return {"essential_page": Observation(1.0, "/app", record)}


@pytest.mark.parametrize(
    ("criterion", "facts"),
    [
        ("FRU-1", edge()),
        ("FRU-2", {"links": Links(Tries(100, 100), CLEAN), "script_pages": ("/app",)}),
        ("FRU-3", pages()),
        ("FRU-4", pages()),
        ("FRU-5", pages()),
        ("FRU-7", essential()),
    ],
)
def test_a_shell_page_proves_nothing(criterion: str, facts: Given) -> None:
    result = judged(criterion, facts)
    assert result.mark.outcome == "inconclusive"
    assert "A script writes the content of these pages" in result.reason.en
    assert "/app" in result.reason.en
    if criterion == "FRU-2":  # users of the load run no script, whatever loads the pages
        assert result.remedy is None
    else:
        assert result.remedy is not None
        assert "--browser" in result.remedy.en


@pytest.mark.parametrize(
    ("criterion", "facts"),
    [
        ("FRU-1", edge(complete=None)),
        ("FRU-1", edge(useful=0.5, complete=3.0, bytes=7_000_000)),
        ("FRU-2", {"links": Links(Tries(100, 30), CLEAN), "script_pages": ("/app",)}),
        ("FRU-3", pages(bytes=7_000_000)),
        ("FRU-4", pages(bytes=7_000_000, requests=400, elements=5_000)),
    ],
)
def test_what_the_scripts_cannot_improve_is_judged(criterion: str, facts: Given) -> None:
    mark = judged(criterion, facts).mark
    assert (mark.outcome, mark.score) == ("scored", 0)


def test_a_browser_sees_the_content() -> None:
    result = judged("FRU-1", edge(reader="Chromium 156", useful=math.sqrt(600)))
    assert result.mark.score == pytest.approx(50)
    assert judged("FRU-3", pages(reader="Chromium 156")).mark.score == 100
