"""A service that depends on nothing, or that has no dependency of a kind, loses no points."""

import datetime
from collections.abc import Sequence

import pytest

from epreuve.audits.grid.grid import load_grid
from epreuve.audits.profile.model import Profile
from epreuve.audits.runs.records.bench import StartCalls
from epreuve.audits.scoring.criterion_result import CriterionResult, judge_criterion
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.score import score
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.load.records import RedirectObservation
from tests.audits.checks.facts.conftest import See, make, page, profile, several, traffic
from tests.audits.marks import GRID, marks

OWN = {"base": {"set": "DB", "listen": "127.0.0.1:20001", "upstream": "127.0.0.1:20101"}}


def judged(
    see: See, name: str, dependencies: object, more: Sequence[Observation[Record]] = ()
) -> CriterionResult:
    plan = make(dependencies=dependencies)
    rows = [
        page("/"), *several("baseline-1", "SSSSSS"),
        traffic("control", 1.0), traffic("control", 5.0), *more,
    ]  # fmt: skip
    day = datetime.date(2026, 11, 21)
    return judge_criterion(load_grid().criterion(name), see(rows, plan), plan.profile, day)


@pytest.mark.parametrize("name", ["IND-1", "IND-6"])
@pytest.mark.parametrize("dependencies", ["none", OWN])
def test_full_marks(see: See, name: str, dependencies: object) -> None:
    assert judged(see, name, dependencies).mark.score == 100.0


@pytest.mark.parametrize("name", ["IND-2", "IND-3", "IND-4", "DEG-5"])
@pytest.mark.parametrize("dependencies", ["none", OWN])
def test_what_does_not_apply(see: See, name: str, dependencies: object) -> None:
    mark = judged(see, name, dependencies).mark
    assert (mark.outcome, mark.by_evidence) == ("not_applicable", True)


@pytest.mark.parametrize("name", ["DEG-1", "DEG-2", "DEG-3", "DEG-4", "DEG-9"])
def test_nothing_that_can_fail(see: See, name: str) -> None:
    assert judged(see, name, "none").mark.outcome == "not_applicable"


@pytest.mark.parametrize("name", ["IND-1", "IND-2", "DEG-2", "DEG-4", "DEG-5"])
def test_a_profile_that_lists_nothing_is_asked_to(see: See, name: str) -> None:
    result = judged(see, name, {})
    assert result.mark.outcome == "inconclusive"
    assert "dependencies: none" in result.reason.en


FONT = page("/", third_parties=["fonts.example:443"])
CALLS = Observation(0.0, "service", StartCalls(hosts=("192.0.2.7:443",)))
REDIRECT = Observation(0.0, "POST /login", RedirectObservation(host="id.example:443"))


def test_a_declared_host_under_another_name_of_this_machine_is_declared(see: See) -> None:
    rows = [
        Observation(0.0, "POST /login", RedirectObservation(host="localhost:20001")),
        page("/", third_parties=["[::1]:20001"]),
    ]
    assert see(rows, make(dependencies=OWN)).undeclared.hosts == ()
    assert see(rows, make(dependencies="none")).undeclared.hosts == (
        "[::1]:20001",
        "localhost:20001",
    )


def score_of(see: See, name: str, dependencies: object, hidden: Observation[Record]) -> float:
    result = judged(see, name, dependencies, [hidden])
    assert result.mark.score is not None, result.reason.en
    assert any(one in result.reason.en for one in ("fonts.ex", "192.0.2.7:443", "id.example"))
    return result.mark.score


@pytest.mark.parametrize("dependencies", ["none", OWN, {}])
@pytest.mark.parametrize("hidden", [FONT, CALLS, REDIRECT])
def test_an_undeclared_host_counts_as_failed(
    see: See, dependencies: object, hidden: Observation[Record]
) -> None:
    assert score_of(see, "IND-1", dependencies, hidden) == 75.0
    assert score_of(see, "IND-6", dependencies, hidden) == 0.0
    assert score_of(see, "TER-1", dependencies, hidden) == 0.0
    assert score_of(see, "REC-3", dependencies, hidden) == 0.0
    if dependencies != OWN:  # else the database has a matrix
        for name in ("DEG-1", "DEG-2", "DEG-3"):
            assert score_of(see, name, dependencies, hidden) == 0.0


@pytest.mark.parametrize("name", ["IND-2", "IND-3", "IND-4", "DEG-5"])
@pytest.mark.parametrize("dependencies", ["none", OWN])
def test_a_host_that_is_called_may_be_of_any_kind(
    see: See, name: str, dependencies: object
) -> None:
    for hidden in (CALLS, REDIRECT):
        result = judged(see, name, dependencies, [hidden])
        assert (result.mark.score, result.mark.conclusive) == (0.0, False)
        assert result.remedy is not None
        assert "`dependencies`" in result.remedy.en
    assert judged(see, name, dependencies, [FONT]).mark.outcome == "not_applicable"


def test_an_undeclared_host_is_a_knock_out_and_no_other_one(see: See) -> None:
    hidden = {
        name: judged(see, name, OWN, [CALLS]).mark for name in ("IND-1", "IND-2", "IND-6", "TER-1")
    }
    result = score(GRID, marks(100) | hidden).result
    assert [(one.id, one.cap) for one in result.knockouts] == [("K8", 69)]


def test_what_the_run_shows_needs_no_exemption() -> None:
    free = [one.id for family in ("IND", "DEG") for one in GRID.family(family).criteria]
    shown = {id: Mark(id, "not_applicable", reason="none", by_evidence=True) for id in free}
    assert score(GRID, marks(60) | shown).result.coverage == 1


def test_the_declaration_is_kept_in_a_plan() -> None:
    declared = profile(dependencies="none")
    assert declared.declares_dependencies
    assert declared.dependencies == {}
    dumped = declared.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert dumped["dependencies"] == "none"
    assert Profile.model_validate(dumped).declares_dependencies
    assert not profile(dependencies={}).declares_dependencies
    assert {"const": "none", "type": "string"} in (
        Profile.model_json_schema()["properties"]["dependencies"]["anyOf"]
    )
