"""Calls to a failed third party."""

import pytest

from epreuve.audits.planning.plan import CONTROL_CELL
from tests.audits.checks.facts.conftest import See, traffic


def test_calls_to_a_failed_third_party_are_compared_at_equal_load(see: See) -> None:
    rows = [
        traffic(CONTROL_CELL, 0.0, identite=0, sms=0),
        traffic(CONTROL_CELL, 3.0, identite=6, sms=3),
        traffic("identite:silent", 0.0, identite=6), traffic("identite:silent", 3.0, identite=9),
        traffic("sms:silent", 0.0, sms=9), traffic("sms:silent", 3.0, sms=99),
        traffic("a", 0.0, identite=10), traffic("a", 30.0, identite=110),
        traffic("b", 0.0, identite=110), traffic("b", 30.0, identite=160),
    ]  # fmt: skip
    cell, stage = see(rows).calls  # sms is called too little for a ratio to say anything
    assert (cell.dependency, cell.silent, cell.normal, cell.ratio) == ("identite", 60, 120, 0.5)
    assert stage.silent == 100
    assert stage.normal > 200  # stage b asks for a little more than a, which has to rise first
    assert stage.ratio == pytest.approx(100 / stage.normal)
