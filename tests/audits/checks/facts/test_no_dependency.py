"""A service that depends on nothing, or that has no dependency of a kind, loses no points."""

import datetime
from collections.abc import Sequence

import pytest

from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.profile.model import Profile
from epreuve.audits.runs.records.bench import StartCalls
from epreuve.audits.scoring.criterion_result import CriterionResult, judge_criterion
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.score import score
from epreuve.probes.evidence.observation import Observation, Record
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


def test_pages_that_load_from_elsewhere_contradict_the_profile(see: See) -> None:
    rows: list[Observation[Record]] = [page("/", third_parties=["polices.example"])]
    with pytest.raises(NoEvidence, match=r"polices\.example"):
        _ = see(rows, make(dependencies="none")).indispensable_hosts


def test_calls_at_the_start_contradict_the_profile(see: See) -> None:
    calls = Observation(0.0, "service", StartCalls(hosts=("192.0.2.7:443", "127.0.0.1:20001")))
    rows: list[Observation[Record]] = [page("/"), calls]
    assert see(rows, make(dependencies=OWN)).start_calls == {"192.0.2.7:443"}
    for dependencies in ("none", OWN):
        with pytest.raises(NoEvidence, match=r"the service calls .*192\.0\.2\.7:443 at its start"):
            _ = see(rows, make(dependencies=dependencies)).indispensable_hosts
    assert judged(see, "IND-6", OWN, [calls]).mark.score == 0.0


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
