"""Causes of a late return after a power cut, with literal facts."""

from dataclasses import replace

from epreuve.audits.checks.causes.no_restart import no_restart
from epreuve.audits.checks.causes.slow_return import slow_return
from epreuve.audits.checks.causes.slow_start import slow_start
from epreuve.audits.checks.facts.recovery import Recovery
from tests.audits.checks.causes.shown import shown

SLOW = Recovery("P2", 100.0, 110.0, 119.0, 119.5, 60.0, 40)


def test_a_slow_start() -> None:
    text = shown(slow_start((SLOW,), 8.3))
    assert "useful again after 9.5 s at worst. It needs 8.3 s to start in calm" in text
    assert slow_start((SLOW,), 0.4) is None, "the start is a small part of it"
    assert slow_start((replace(SLOW, useful=None),), 8.3) is None


def test_a_slow_return() -> None:
    late = replace(SLOW, first_success=111.0, useful=140.0)
    text = shown(slow_return((SLOW, late)))
    assert "the first journey succeeded after 1 s" in text
    assert "only after 30 s" in text
    assert slow_return((SLOW,)) is None


def test_no_start() -> None:
    gone = replace(SLOW, first_success=None, useful=None)
    text = shown(no_restart((gone, SLOW), 30.0, keeps_power=False))
    assert "After 1 of 2 power cuts, no journey succeeded within 60 s" in text
    assert no_restart((gone,), 90.0, keeps_power=False) is None, "it may still start"
    assert no_restart((gone,), 30.0, keeps_power=True) is None
    assert no_restart((SLOW,), 30.0, keeps_power=False) is None
