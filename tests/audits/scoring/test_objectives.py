"""Objectives of the operator: met, missed, or not verified."""

from types import SimpleNamespace

import pytest

from epreuve.audits.checks.facts.recovery import Recovery
from epreuve.audits.profile.model import Objectives
from epreuve.audits.scoring.sections.tables import objectives


def after_cut(useful: float | None, watched: float) -> Recovery:
    first = None if useful is None else 20.0 + useful
    return Recovery("P2", 10.0, 20.0, first, first, watched=watched, tried=40)


@pytest.mark.parametrize(
    ("recoveries", "met"),
    [
        ((after_cut(3.0, 60.0),), True),
        ((after_cut(None, 12.0),), None),  # twelve seconds show no outage of four hours
        ((after_cut(3.0, 60.0), after_cut(None, 12.0)), None),
        ((after_cut(None, 20_000.0),), False),
        ((after_cut(20_000.0, 30_000.0), after_cut(None, 12.0)), False),
    ],
)
def test_an_outage_is_missed_only_where_it_was_watched(
    recoveries: tuple[Recovery, ...], met: bool | None
) -> None:
    facts = SimpleNamespace(objectives=Objectives(max_outage="4h"), recoveries=recoveries)
    ((text, verdict),) = objectives(facts)  # type: ignore[arg-type]
    assert text.en == "Outage of at most 4 h (MTPD)"
    assert verdict is met
