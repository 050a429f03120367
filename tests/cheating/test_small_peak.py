"""Cheat: a normal peak so small that the service has nearly no load.

Truthful twin: the same service with its true normal peak.
"""

from pathlib import Path

import pytest

from epreuve.audits.checks.statistics.interval import wilson
from epreuve.audits.scoring.few_journeys import FEWEST
from tests.synthetic.audit import Case, Verdicts, audit
from tests.synthetic.behaviour import BEHAVIOURS

(QUEUE,) = (one for one in BEHAVIOURS if one.name == "queue")
TRUE = 15.0  # journeys per minute


def played(folder: Path, declared_rate: float | None, crisis: str = "tous-risques") -> Verdicts:
    return audit(Case(QUEUE, 60.0, TRUE, 0, crisis, declared_rate=declared_rate), folder)


def test_twenty_journeys_show_a_success_of_seven_in_eight() -> None:
    half = FEWEST // 2
    assert wilson(FEWEST, FEWEST).low > 7 / 8 > 0.8 > wilson(half, half).low


@pytest.mark.parametrize("crisis", ["tous-risques", "tiers-muets"])
@pytest.mark.parametrize("declared_rate", [0.02, 0.1, 0.3])
def test_nearly_no_load_gives_no_score(tmp_path: Path, declared_rate: float, crisis: str) -> None:
    cheat = played(tmp_path, declared_rate, crisis).total
    assert (cheat.letter, cheat.score, cheat.floor) == (None, None, 0.0)
    assert cheat.letter_note is not None
    assert f"A score needs {FEWEST}." in cheat.letter_note.en
    assert f"normal peak is {declared_rate:g} journeys per minute" in cheat.letter_note.en


def test_the_truth_has_a_score_and_its_knock_out(tmp_path: Path) -> None:
    truth = played(tmp_path, None)
    assert "K2" in truth.knockouts
    assert truth.total.score is not None
