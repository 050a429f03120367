"""Order of the services: inversions, and the table."""

from dataclasses import replace

import pytest

from tests.field.ranking import Inversion, expected_order, inversions, render, scores
from tests.field.service import services
from tests.field.summary import TrialResult

ORDER = ("wiki", "desk", "tracker")
WIKI = TrialResult(
    service="wiki", name="wiki-plain-15-quick-1", letter="C", lines=(), false_knockouts=(),
    lost=0, loss_told=False, contradictions=0, unread=0, score=60.0, given=290,
)  # fmt: skip


def test_the_order_names_each_service_once() -> None:
    assert sorted(expected_order()) == sorted(services())


@pytest.mark.parametrize(
    ("points", "inverted"),
    [
        ({"wiki": 60.0, "desk": 50.0, "tracker": 40.0}, []),
        ({"wiki": 60.0, "desk": 40.0, "tracker": 50.0}, [Inversion("desk", "tracker")]),
        ({"wiki": 60.0, "desk": 50.0, "tracker": 53.0}, []),  # within the spread of seeds
        ({"tracker": 60.0, "wiki": 40.0}, [Inversion("wiki", "tracker")]),
    ],
)
def test_inversions(points: dict[str, float], inverted: list[Inversion]) -> None:
    assert inversions(ORDER, points) == inverted


def test_planted_defects_and_trials_without_a_score_have_no_place() -> None:
    results = [
        WIKI,
        replace(WIKI, score=66.0),
        replace(WIKI, score=20.0, variant="loses"),
        replace(WIKI, service="desk", score=None),
    ]
    assert scores(results) == {"wiki": 63.0}


def test_the_table_has_a_row_for_each_trial_and_names_the_inversions() -> None:
    worse = replace(WIKI, service="desk", name="desk-plain-15-quick-1", score=None, letter="–")
    better = replace(
        WIKI, service="tracker", name="tracker-plain-15-quick-1", score=70.0,
        false_knockouts=("K2",),
    )  # fmt: skip
    rows = render(ORDER, [better, worse, WIKI]).splitlines()[2:]
    assert rows[0] == (
        "  1 wiki-plain-15-quick-1        C  60.0  receipts given 290, lost in storage 0, "
        "judged otherwise 0, not read 0; false knock-outs: none"
    )
    assert rows[1].startswith("  2 desk-plain-15-quick-1        –     –  ")
    assert rows[2].endswith("false knock-outs: K2")
    assert rows[3:] == ["inversions: 1", "  tracker (70.0) before wiki (60.0)"]
