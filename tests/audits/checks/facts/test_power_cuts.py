"""Power cuts that prove nothing, and cuts that lasted too long."""

import pytest

from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import COLD_CELL
from epreuve.audits.runs.records.power import PowerOff, PowerOn
from epreuve.faults.power.cut_report import CutReport
from epreuve.probes.evidence.observation import Observation
from tests.audits.checks.facts.conftest import PLAN, See, attempt, power, request

(FIRST,) = [cut for cut in PLAN.cuts if cut.stage != COLD_CELL]
LAST = FIRST.model_copy(update={"pattern": "P3", "start": FIRST.end + 1.0, "end": FIRST.end + 2.0})
TWICE = PLAN.model_copy(update={"cuts": (FIRST, LAST)})


def off(at, *survivors):
    report = CutReport(survivors=survivors)
    return Observation(at, "P2", PowerOff(level="process", report=report, duration=0.0))


def on(at, answered=None):
    return Observation(at, "P2", PowerOn(duration=0.0, answered=answered))


def test_a_valid_cut_has_its_times(see: See) -> None:
    facts = see([power("off", 10.0), power("on", 12.0), power("off", 20.0)])
    assert [(cut.start, cut.end, cut.void) for cut in facts.power_cuts] == [
        (10.0, 12.0, None),
        (20.0, None, None),
    ]
    assert facts.late_cuts == ()


def test_a_service_that_keeps_its_power_risks_no_data(see: See) -> None:
    rows = [off(FIRST.start), on(FIRST.end)]
    assert see(rows).cuts_of_the_crisis == 1
    kept = PLAN.profile.power.model_copy(update={"level": "proxy"})
    profile = PLAN.profile.model_copy(update={"power": kept})
    assert see(rows, PLAN.model_copy(update={"profile": profile})).cuts_of_the_crisis == 0


def test_a_cut_with_a_survivor_is_void_and_names_it(see: See) -> None:
    facts = see([off(FIRST.start, "17 php-fpm"), on(FIRST.end)])
    (cut,) = facts.power_cuts
    assert "17 php-fpm" in cut.void.en
    assert "17 php-fpm" in cut.void.fr
    assert facts.cuts_of_the_crisis == 0
    with pytest.raises(NoEvidence, match="17 php-fpm"):
        _ = facts.recoveries


def test_a_cut_during_which_the_service_answers_is_void_and_names_the_address(see: See) -> None:
    facts = see([off(FIRST.start), on(FIRST.end, "http://127.0.0.1:8/ (status 200)")])
    assert "http://127.0.0.1:8/ (status 200) responded" in facts.power_cuts[0].void.en
    with pytest.raises(NoEvidence, match="responded while the power was off"):
        _ = facts.recoveries


def test_a_void_cut_leaves_the_others(see: See) -> None:
    rows = [off(FIRST.start, "17 x"), on(FIRST.end), off(LAST.start), on(LAST.end)]
    facts = see(rows, TWICE)
    assert [recovery.cut for recovery in facts.recoveries] == [LAST.start]
    assert facts.cuts_of_the_crisis == 1


def test_a_cut_that_overran_is_a_warning_and_no_delay_of_the_service(see: See) -> None:
    late = FIRST.end + 2.0
    up = [attempt(i, late + 0.1 * i) for i in range(200)]
    facts = see([off(FIRST.start), on(late), *up, request(0, late)])
    assert facts.recoveries[0].power_back == late
    (warning,) = facts.late_cuts
    assert "the bench was slow" in warning.en


def test_a_cut_that_began_late_as_a_whole_did_not_overrun(see: See) -> None:
    assert see([off(FIRST.start + 5.0), on(FIRST.end + 5.5)]).late_cuts == ()
