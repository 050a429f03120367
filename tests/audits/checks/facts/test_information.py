"""Information pages while the database is silent, against the end of the fault."""

from typing import Any

import pytest

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.information import (
    CalmInformationObservation,
    InformationObservation,
)
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.probes.evidence.observation import Observation, Record
from tests.audits.checks.facts.conftest import See, fault, make, start, window

SILENT = "base:silent"


def loaded(at: float, path: str = "/", *, served: bool = True, **more: Any) -> Observation[Record]:
    outcome = "success" if served else "gave up"
    usual = {"served": served, "outcome": outcome, "window": SILENT}
    return Observation(at, path, InformationObservation.model_validate({**usual, **more}))


def in_calm(served: bool) -> Observation[Record]:
    outcome = "success" if served else "http error"
    record = CalmInformationObservation.model_validate({"served": served, "outcome": outcome})
    return Observation(0.5, "/", record)


def test_a_page_counts_when_it_ended_while_the_fault_was_in_force(see: See) -> None:
    begin, end = start(SILENT), window(SILENT).end
    link = "dependency-base"
    fault_rows = [fault(link, at=begin), fault(link, "heal", at=end + 0.4)]
    pages = [loaded(begin + 1), loaded(begin + 1, served=False), loaded(end + 0.3)]
    assert see([*fault_rows, *pages]).information == Tries(3, 2)
    assert see([*fault_rows, *pages, loaded(end + 0.5)]).information == Tries(3, 2)
    with pytest.raises(NoEvidence, match="before the database was healed"):
        _ = see([*fault_rows, loaded(end + 0.5)]).information


def test_a_page_that_is_not_served_in_calm_or_only_in_part_proves_nothing(see: See) -> None:
    at = start(SILENT) + 1
    part = loaded(at, served=False, unclear=True)
    assert see([in_calm(True), loaded(at, served=False)]).information == Tries(1, 0)
    facts = see([in_calm(True), loaded(at), part])
    assert facts.information == Tries(1, 1)
    assert "`get: /` with an `expect:`" in facts.information_doubts[0].en
    with pytest.raises(NoEvidence, match="only a part of the page in calm"):
        _ = see([in_calm(True), part]).information
    with pytest.raises(NoEvidence, match=r"^/ was not served in calm either\.$"):
        _ = see([in_calm(False), loaded(at, served=False)]).information


def test_a_page_whose_content_a_script_writes_proves_nothing(see: See) -> None:
    record = CalmInformationObservation(served=True, outcome="success", scripted=True)
    shell, plain = Observation(0.5, "/", record), loaded(start(SILENT) + 1, "/aide")
    two = make(information=["/", "/aide"])
    facts = see([shell, loaded(start(SILENT) + 1), plain], two)
    assert facts.information == Tries(1, 1)
    assert facts.late_information == 0
    assert "A script writes the content of these pages" in facts.information_doubts[0].en
    with pytest.raises(NoEvidence, match="A script writes the content"):
        _ = see([shell, loaded(start(SILENT) + 1)]).information


def test_pages_without_an_answer_in_time_are_counted(see: See) -> None:
    begin, end = start(SILENT), window(SILENT).end
    heal = [fault("dependency-base", at=begin), fault("dependency-base", "heal", at=end)]
    three = make(information=["/", "/aide", "/horaires"])
    rows = [*heal, loaded(begin + 1), loaded(end + 1, "/aide")]
    assert see(rows, three).late_information == 2
    assert see(rows[:3]).late_information == 0
    part = loaded(begin + 1, "/aide", served=False, unclear=True)
    assert see([*heal, loaded(begin + 1), part], three).late_information == 2
    assert see([*rows, in_calm(False)], three).late_information == 2
