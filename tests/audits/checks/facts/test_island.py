"""Service alone: without its third parties, and after a cold start."""

import pytest

from epreuve.audits.checks.facts.information import InformationObservation
from epreuve.audits.checks.facts.island import Alone
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import COLD_CELL, ISLAND_CELL
from epreuve.probes.evidence.observation import Observation, Record
from tests.audits.checks.facts.conftest import See, fault, make, power, request, several, start

ALL_CUT = [fault(f"dependency-{name}") for name in ("identite", "sms", "carte", "partenaire")]


def informed(window: str, served: bool = True) -> Observation[Record]:
    record = InformationObservation(served=served, outcome="success", window=window)
    return Observation(1.0, "/", record)


def test_a_journey_is_served_on_the_island_when_half_succeed(see: See) -> None:
    done = see([*ALL_CUT, *several(ISLAND_CELL, "SSFF"), informed(ISLAND_CELL)]).island
    assert done == Alone(("deposer",), ("deposer",), True)
    not_done = see([*ALL_CUT, *several(ISLAND_CELL, "SFFF"), informed(ISLAND_CELL, False)]).island
    assert not_done == Alone(("deposer",), (), False)
    with pytest.raises(NoEvidence, match="partenaire was not cut"):
        _ = see([*ALL_CUT[:-1], *several(ISLAND_CELL, "SSSS")]).island


def test_a_cold_start_serves_as_soon_as_one_succeeds(see: See) -> None:
    at = start(COLD_CELL)
    dark = [power("off", at), power("on", at + 1.5)]
    tried = several(COLD_CELL, "FFS", after=3.0)
    rows = [*ALL_CUT, *dark, *tried, request(2, at + 3)]
    assert see(rows).cold_start.served == ("deposer",)
    nothing = [*ALL_CUT, *dark, *several(COLD_CELL, "FFF", after=3.0)]
    assert see(nothing).cold_start.served == ()
    slow = make(power={"level": "process", "start": ["true"], "boot_within": "60 s"})
    with pytest.raises(NoEvidence, match="Use a smaller scale"):
        _ = see(nothing, slow).cold_start
    with pytest.raises(NoEvidence, match="The power was not cut"):
        _ = see([*ALL_CUT, *tried]).cold_start
