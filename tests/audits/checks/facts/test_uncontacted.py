"""Dependencies whose proxy had no connection in the whole run: their faults show nothing."""

import pytest

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.information import InformationObservation
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.recovery.backlog_probe import Backlog, BacklogObservation
from epreuve.audits.planning.plan import COLD_CELL, CONTROL_CELL, ISLAND_CELL
from epreuve.audits.runs.records.faults import FaultHeal, LinkTraffic
from epreuve.probes.evidence.observation import Observation, Record
from tests.audits.checks.facts.conftest import (
    ALL_CUT,
    PLAN,
    See,
    fault,
    healed,
    make,
    power,
    request,
    several,
    start,
    traffic,
    window,
)

IDENTITY = "dependency-identite"
NEVER = r"identite was never contacted through its proxy: .* `listen` \(127\.0\.0\.1:20002\)"
CALM = several(CONTROL_CELL, "SSSS", first=900)


def counted(**opened: int) -> Observation[Record]:
    return traffic(CONTROL_CELL, start(CONTROL_CELL), **opened)


def test_a_dependency_that_bypasses_its_proxy_proves_nothing(see: See) -> None:
    rows = [*CALM, *several("identite:silent", "SSSS"), fault(IDENTITY)]
    facts = see([*rows, counted(identite=0)])
    (cell,) = facts.cells
    assert cell.uncontacted
    for name in ("matrix", "without_identity", "indispensable_hosts"):
        with pytest.raises(NoEvidence, match=NEVER):
            getattr(facts, name)
    assert see([*rows, counted(identite=1)]).indispensable_hosts == ()
    assert len(see(rows).matrix) == 1  # nothing counts connections


def test_other_dependencies_are_judged_without_it(see: See) -> None:
    rows = [
        *CALM, *several("identite:silent", "SSSS"), *several("sms:silent", "FFFF", first=10),
        fault(IDENTITY), fault("dependency-sms"), counted(identite=0, sms=4),
    ]  # fmt: skip
    facts = see(rows)
    assert [cell.dependency for cell in facts.matrix] == ["sms"]
    assert facts.indispensable_hosts == ("sms",)
    assert [cell.dependency for cell in facts.without_identity] == ["sms"]  # it stops journeys
    declared = PLAN.profile.dependencies
    federation = declared["sms"].model_copy(update={"set": "ID"})
    two = make(dependencies={**declared, "sms": federation})
    assert [cell.dependency for cell in see(rows, two).without_identity] == ["sms"]
    one_works = [*rows, *several("sms:silent", "S", first=20)]
    with pytest.raises(NoEvidence, match=NEVER):
        _ = see(one_works, two).without_identity


@pytest.mark.parametrize("moment", ["kept connection", "later window"])
def test_one_contact_in_the_run_is_enough(see: See, moment: str) -> None:
    late = {
        "kept connection": healed(IDENTITY, start("identite:silent") + 5, opened=0, sent=80),
        "later window": traffic(ISLAND_CELL, start(ISLAND_CELL), identite=1),
    }[moment]
    rows = [*CALM, fault(IDENTITY), *several("identite:silent", "SSSS"), counted(identite=0)]
    assert see([*rows, late]).uncontacted == {}
    assert "identite" in see(rows).uncontacted


def test_the_kernel_without_a_count_of_the_whole_run_shows_nothing(see: See) -> None:
    none = LinkTraffic(opened=0, bytes_from_clients=0, bytes_to_clients=0)
    heal = Observation(start("identite:silent") + 5, IDENTITY, FaultHeal(kernel=none, duration=0.0))
    assert see([fault(IDENTITY), heal]).uncontacted == {}


def test_the_island_needs_a_third_party_that_is_contacted(see: See) -> None:
    at = start(COLD_CELL)
    dark = [power("off", at), power("on", at + 1.5), request(2, at + 3)]
    served = [*several(ISLAND_CELL, "SSSS"), *several(COLD_CELL, "SSS", first=30, after=3.0)]
    rows = [*ALL_CUT, *CALM, *dark, *served]
    base = {"identite": 0, "sms": 0, "carte": 0, "partenaire": 0, "base": 9}
    bypassed = see([*rows, counted(**base)])
    for name in ("island", "cold_start"):
        with pytest.raises(NoEvidence, match=NEVER):
            getattr(bypassed, name)
    contacted = see([*rows, counted(**{**base, "sms": 3})])
    assert contacted.island.served == contacted.cold_start.served == ("deposer",)


def test_information_pages_with_a_database_that_is_bypassed_prove_nothing(see: See) -> None:
    silent = window("base:silent")
    record = InformationObservation(served=True, outcome="success", window="base:silent")
    rows = [fault("dependency-base", at=silent.start), Observation(silent.start + 1, "/", record)]
    with pytest.raises(NoEvidence, match="base was never contacted through its proxy"):
        _ = see([*rows, counted(base=0)]).information
    assert see([*rows, counted(base=2)]).information == Tries(1, 1)


def test_comfort_dependencies_are_unused_and_others_unproven(see: See) -> None:
    facts = see([counted(identite=0, sms=3, carte=0, base=0)])
    assert list(facts.unproven) == ["base", "identite"]
    assert list(facts.unproven_third_parties) == ["identite"]
    assert facts.unused_third_parties == ("identite", "carte")


def test_a_partner_that_was_never_contacted_has_no_short_backlog(see: See) -> None:
    record = BacklogObservation(
        filed=8, left=0, completed_at=11.0, partner_back_at=10.0, outage=8.0
    )
    rows = [Observation(11.0, "partenaire:silent", record)]
    assert see([*rows, counted(partenaire=1)]).backlog == Backlog(8, 0, 1.0, 8.0)
    with pytest.raises(NoEvidence, match="partenaire was never contacted"):
        _ = see([*rows, counted(partenaire=0)]).backlog
