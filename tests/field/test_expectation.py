"""Expectations of experts: right in each service's file, and compared with findings."""

from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.grid.grid import load_grid
from tests.field import expectation, summary
from tests.field.line import Line
from tests.field.service import VARIANTS, Service, services
from tests.field.summary import TrialResult

TEXT = """
criteria:
  CON-1: {expected: pass, because: fast}
  DEG-4: {expected: [fail, not judged], because: no cache}
knockouts: {}
variants:
  loses:
    criteria: {CON-1: {expected: fail, because: planted}}
    knockouts: {K1: planted}
  throttled: {may_stop: half is refused in calm}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "expectation.yaml"
    path.write_text(TEXT)
    return path


def finding(id: str, outcome: str, score: float | None) -> dict[str, Any]:
    text = {"en": "text", "fr": "texte"}
    return {"id": id, "outcome": outcome, "score": score, "shown": text, "reason": text}


def test_a_variant_changes_what_is_expected(file: Path) -> None:
    plain, loses = expectation.load(file, "plain", 15), expectation.load(file, "loses", 15)
    assert plain.criteria["CON-1"].results == ("pass",)
    assert loses.criteria["CON-1"].results == ("fail",)
    assert loses.criteria["DEG-4"].results == ("fail", "not judged")
    assert (plain.knockouts, loses.knockouts) == ({}, {"K1": "planted"})
    assert expectation.load(file, "throttled", 15).may_stop == "half is refused in calm"


def test_an_unknown_result_is_refused(file: Path) -> None:
    file.write_text(TEXT.replace("expected: pass", "expected: passes"))
    with pytest.raises(ValueError, match="CON-1"):
        expectation.load(file, "plain", 15)


def test_findings_are_compared(file: Path) -> None:
    document = {
        "findings": [
            finding("CON-1", "scored", 49.9),
            finding("DEG-4", "inconclusive", None),
            finding("REC-1", "scored", 0.0),
        ],
        "result": {"knockouts": [{"id": "K2"}]},
    }
    lines = expectation.compare(expectation.load(file, "plain", 15), document)
    assert [(one.subject, one.agreement) for one in lines] == [
        ("CON-1", "disagree"), ("DEG-4", "agree"), ("knock-out K2", "disagree"),
    ]  # fmt: skip


REVISED = (
    TEXT
    + """
revisions:
- criteria: {DEG-4: {expected: pass, revised: 2026-11-30, because: it has a cache}}
- rates: [60]
  criteria: {CON-1: {expected: [pass, fail], revised: 2026-11-30, because: two cores}}
"""
)


def test_a_revision_replaces_an_expectation_at_its_rates(file: Path) -> None:
    file.write_text(REVISED)
    document = {
        "findings": [finding("CON-1", "scored", 10.0), finding("DEG-4", "scored", 90.0)],
        "result": {"knockouts": []},
    }
    for rate, agreements, revised in ((15, ["disagree", "agree"], 1), (60, ["agree"] * 2, 2)):
        lines = expectation.compare(expectation.load(file, "plain", rate), document)
        assert [one.agreement for one in lines] == agreements
        result = TrialResult("wiki", "wiki-1", "C", tuple(lines), (), 0, False, 0, 0)
        assert f"with a revised expectation: {revised}" in summary.render([result])
    assert lines[0].truth == "revised on 2026-11-30, pass or fail: two cores"
    assert expectation.load(file, "loses", 60).criteria["CON-1"].results == ("fail",)


def test_a_machine_that_was_too_busy_judges_no_speed(file: Path) -> None:
    document = {
        "findings": [finding("CON-1", "scored", 10.0), finding("DEG-4", "scored", 90.0)],
        "result": {"knockouts": []},
    }
    lines = expectation.compare(expectation.load(file, "plain", 15), document, busy=True)
    assert [one.agreement for one in lines] == ["not judged", "disagree"]
    document = {"findings": [], "result": {"knockouts": [{"id": "K1"}, {"id": "K2"}]}}
    plain = expectation.load(file, "plain", 15)
    lines = expectation.compare(plain, document, busy=True, doubtful=("K2",))
    assert [one.agreement for one in lines] == ["disagree", "not judged"]


def test_false_knockouts_are_those_that_nobody_confirms(file: Path) -> None:
    plain, loses = expectation.load(file, "plain", 15), expectation.load(file, "loses", 15)
    assert summary.false_knockouts({"K1", "K2"}, plain, lost=3) == ("K2",)
    assert summary.false_knockouts({"K1"}, loses, lost=0) == ("K1",)


def test_the_summary_counts_what_is_wrong() -> None:
    lines = (Line("CON-1", "0%", "100%", "disagree"), Line("REC-1", "1 s", "1 s", "agree"))
    results = [
        TrialResult("wiki", "wiki-1", "C", lines, ("K2",), 0, False, 0, 0),
        TrialResult("wiki", "wiki-2", "–", (), (), 55, False, 55, 4),
    ]
    text = summary.render(results)
    assert "letters of wiki: C –" in text
    assert "false knock-outs: 1" in text
    assert "missed losses: 1" in text
    assert "by the storage: 55" in text
    assert "receipts not read: 4" in text
    assert [one.is_true for one in results] == [False, False]


@pytest.mark.parametrize("rate", [15, 60])
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("service", services().values(), ids=services())
def test_the_files_of_the_services_name_real_criteria(
    service: Service, variant: str, rate: int
) -> None:
    expected = expectation.load(service.expectation, variant, rate)
    grid = {criterion.id for criterion in load_grid().criteria}
    assert expected.criteria.keys() <= grid
    assert len(expected.criteria) > 25
