"""Information pages while the database is silent, against the end of the fault."""

import pytest

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.information import InformationObservation
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.probes.evidence.observation import Observation, Record
from tests.audits.checks.facts.conftest import See, fault, make, start, window

SILENT = "base:silent"


def loaded(at: float, path: str = "/", *, served: bool = True) -> Observation[Record]:
    outcome = "success" if served else "gave up"
    record = InformationObservation(served=served, outcome=outcome, window=SILENT)
    return Observation(at, path, record)


def test_a_page_counts_when_it_ended_while_the_fault_was_in_force(see: See) -> None:
    begin, end = start(SILENT), window(SILENT).end
    link = "dependency-base"
    fault_rows = [fault(link, at=begin), fault(link, "heal", at=end + 0.4)]
    pages = [loaded(begin + 1), loaded(begin + 1, served=False), loaded(end + 0.3)]
    assert see([*fault_rows, *pages]).information == Tries(3, 2)
    assert see([*fault_rows, *pages, loaded(end + 0.5)]).information == Tries(3, 2)
    with pytest.raises(NoEvidence, match="before the database was healed"):
        _ = see([*fault_rows, loaded(end + 0.5)]).information


def test_pages_without_an_answer_in_time_are_counted(see: See) -> None:
    begin, end = start(SILENT), window(SILENT).end
    heal = [fault("dependency-base", at=begin), fault("dependency-base", "heal", at=end)]
    three = make(information=["/", "/aide", "/horaires"])
    rows = [*heal, loaded(begin + 1), loaded(end + 1, "/aide")]
    assert see(rows, three).late_information == 2
    assert see(rows[:3]).late_information == 0
