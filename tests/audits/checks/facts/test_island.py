"""Service alone: without its third parties, and after a cold start."""

import pytest

from epreuve.audits.checks.facts.alone import Alone
from epreuve.audits.checks.facts.information import (
    CalmInformationObservation,
    InformationObservation,
)
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import COLD_CELL, CONTROL_CELL, ISLAND_CELL
from epreuve.probes.evidence.observation import Observation, Record
from tests.audits.checks.facts.conftest import (
    ALL_CUT,
    See,
    attempt,
    criterion_result,
    fault,
    healed,
    make,
    page,
    power,
    request,
    several,
    start,
    window,
)


def informed(
    window: str, served: bool = True, at: float = 1.0, *, unclear: bool = False
) -> Observation[Record]:
    record = InformationObservation(
        served=served, outcome="success", window=window, unclear=unclear
    )
    return Observation(at, "/", record)


CALM = several(CONTROL_CELL, "SSSS", first=900)
BASE = make().profile.dependencies["base"]
ONLY_OWN = make(dependencies={"base": BASE})


def test_a_journey_is_served_on_the_island_when_half_succeed(see: See) -> None:
    done = see([*ALL_CUT, *CALM, *several(ISLAND_CELL, "SSFF"), informed(ISLAND_CELL)]).island
    assert done == Alone(("deposer",), ("deposer",), True)
    not_done = see(
        [*ALL_CUT, *CALM, *several(ISLAND_CELL, "SFFF"), informed(ISLAND_CELL, False)]
    ).island
    assert not_done == Alone(("deposer",), (), False)
    with pytest.raises(NoEvidence, match="partenaire was not cut"):
        _ = see([*ALL_CUT[:-1], *several(ISLAND_CELL, "SSSS")]).island


def test_a_part_of_an_information_page_proves_nothing(see: See) -> None:
    blocked = [*ALL_CUT, *CALM, *several(ISLAND_CELL, "SFFF")]
    part = informed(ISLAND_CELL, False, unclear=True)
    with pytest.raises(NoEvidence, match="only a part of their content in calm: /"):
        _ = see([*blocked, part]).island
    assert see([*blocked, part, informed(ISLAND_CELL, False)]).island.information is False
    missing = CalmInformationObservation(served=False, outcome="http error")
    rows = [*blocked, Observation(0.5, "/", missing), informed(ISLAND_CELL, False)]
    assert see(rows).island.information is None
    assert see([*ALL_CUT, *CALM, *several(ISLAND_CELL, "SSSS"), part]).island.served


def test_a_cold_start_serves_as_soon_as_one_succeeds(see: See) -> None:
    at = start(COLD_CELL)
    dark = [power("off", at), power("on", at + 1.5)]
    tried = several(COLD_CELL, "FFS", after=3.0)
    rows = [*ALL_CUT, *dark, *tried, request(2, at + 3)]
    assert see(rows).cold_start.served == ("deposer",)
    nothing = [*ALL_CUT, *CALM, *dark, *several(COLD_CELL, "FFF", after=3.0)]
    assert see(nothing).cold_start.served == ()
    slow = make(power={"level": "process", "start": ["true"], "boot_within": "60 s"})
    with pytest.raises(NoEvidence, match="Use a smaller scale"):
        _ = see(nothing, slow).cold_start
    with pytest.raises(NoEvidence, match="The power was not cut"):
        _ = see([*ALL_CUT, *tried]).cold_start


def test_a_journey_that_fails_without_any_fault_proves_nothing(see: See) -> None:
    dark = several(CONTROL_CELL, "FFFS", first=900)
    rows = [*ALL_CUT, *dark, *several(ISLAND_CELL, "FFFF")]
    with pytest.raises(NoEvidence, match="1 of 4 succeeded in the control cell"):
        _ = see(rows).island
    assert see([*ALL_CUT, *dark, *several(ISLAND_CELL, "SSSS")]).island.served == ("deposer",)


def test_third_parties_that_nobody_called_are_no_culprits(see: See) -> None:
    at, end = start(ISLAND_CELL), window(COLD_CELL).end
    names = ("identite", "sms", "carte", "partenaire")
    silent = [fault(f"dependency-{name}", at=at) for name in names]
    rows = [*silent, *CALM, *several(ISLAND_CELL, "FFFF")]
    uncalled = [healed(f"dependency-{name}", end, opened=0) for name in names]
    with pytest.raises(NoEvidence, match="No third party was called"):
        _ = see([*rows, *uncalled]).island
    called = [*uncalled[1:], healed("dependency-identite", end, opened=2)]
    assert see([*rows, *called]).island.served == ()


@pytest.mark.parametrize(
    ("ended", "cut_off", "points"),
    [("SSSS", 4, 100), ("SS", 4, None), ("S", 4, None), ("S", 0, None), ("SSS", 0, 100),
     ("FFFF", 1, 0), ("FF", 1, 0), ("FF", 0, None), ("FFF", 4, None), ("", 4, None)],
)  # fmt: skip
def test_users_whom_the_heal_cut_off_may_have_been_served(
    see: See, ended: str, cut_off: int, points: float | None
) -> None:
    at = start(ISLAND_CELL) + 0.3
    cut = [attempt(50 + i, at, "reset", took=900.0) for i in range(cut_off)]
    facts = see([*ALL_CUT, *CALM, *several(ISLAND_CELL, ended), *cut])
    result = criterion_result("TER-1", facts)
    assert result.mark.score == points
    assert (result.mark.outcome == "inconclusive") is (points is None)
    if points is None and len(ended) + cut_off >= 3:
        assert f"{cut_off} of {len(ended) + cut_off} tries had not ended" in result.reason.en


def test_a_journey_that_is_certainly_blocked_decides(see: See) -> None:
    journey = {"critical": True, "steps": [{"get": "/"}]}
    two = {"deposer": journey, "signaler": journey}
    plan = make(journeys=two)
    calm, alone = plan.window(CONTROL_CELL), plan.window(ISLAND_CELL)
    assert calm is not None
    assert alone is not None
    rows = [
        *(attempt(i, calm.start + 0.3) for i in range(4)),
        *(attempt(10 + i, calm.start + 0.3, journey="signaler") for i in range(4)),
        *(attempt(50 + i, alone.start + 0.3, "reset", took=900.0) for i in range(4)),
        *(attempt(70 + i, alone.start, "http error", journey="signaler") for i in range(4)),
    ]
    island = see([*ALL_CUT, *rows], plan).island
    assert (set(island.journeys), island.served) == ({"deposer", "signaler"}, ())
    assert set(island.undecided) == {"deposer"}


@pytest.mark.parametrize(
    ("ended", "cut_off", "served"), [("S", 4, True), ("FFF", 0, False), ("FFF", 1, None)]
)
def test_one_success_is_a_start_whatever_the_others(
    see: See, ended: str, cut_off: int, served: bool | None
) -> None:
    at = start(COLD_CELL)
    cut = [attempt(50 + i, at + 3, "reset", took=900.0) for i in range(cut_off)]
    rows = [
        *ALL_CUT, *CALM, power("off", at), power("on", at + 1.5), request(2, at + 3),
        *several(COLD_CELL, ended, after=3.0), *cut,
    ]  # fmt: skip
    result = criterion_result("REC-3", see(rows))
    assert result.mark.score == {True: 100, False: 0, None: None}[served]


def test_the_island_counts_only_what_ended_while_the_cut_was_in_force(see: See) -> None:
    at = start(ISLAND_CELL)
    names = ("identite", "sms", "carte", "partenaire")
    silent = [fault(f"dependency-{name}", at=at) for name in names]
    # One third party is healed 0.6 s after the start: what ends later had its response.
    heals = [healed(f"dependency-{name}", at + 0.6 + rank, 2) for rank, name in enumerate(names)]
    during = [attempt(i, at + 0.05, "http error", took=0.5) for i in range(4)]
    after = [attempt(10 + i, at + 0.05, took=0.6) for i in range(3)]
    early, late = informed(ISLAND_CELL, False, at + 0.5), informed(ISLAND_CELL, True, at + 0.7)
    rows = [*silent, *heals, *CALM, *during, *after, early, late]
    assert see(rows).island == Alone(("deposer",), (), False)
    assert see([*silent, *heals, *CALM, *after]).island.served == ()
    with pytest.raises(NoEvidence, match="No journey began while all third parties were silent"):
        _ = see([*silent, *heals, *CALM]).island
    no_page = see([*silent, *heals, *CALM, *during, late]).island
    assert no_page.information is None


def test_without_third_parties_the_calm_shows_the_island(see: See) -> None:
    calm = [page("/"), *several("baseline-1", "SSSS")]
    assert see(calm, ONLY_OWN).island == Alone(("deposer",), ("deposer",), None)
    with pytest.raises(NoEvidence, match="0 of 4 succeeded in the baselines"):
        _ = see([page("/"), *several("baseline-1", "FFFF")], ONLY_OWN).island
    with pytest.raises(NoEvidence, match="No page was loaded"):
        _ = see(calm[1:], ONLY_OWN).island


def test_without_third_parties_a_restart_in_the_crisis_is_a_cold_start(see: See) -> None:
    cut = ONLY_OWN.cuts[0]
    dark = [page("/"), power("off", cut.start), power("on", cut.end)]
    up = attempt(1, cut.end + 4)
    assert see([*dark, up], ONLY_OWN).cold_start.served == ("deposer",)
    with pytest.raises(NoEvidence, match="after the last power cut"):
        _ = see(dark, ONLY_OWN).cold_start


@pytest.mark.parametrize("third_parties", [False, True])
def test_a_service_that_keeps_its_power_has_no_cold_start(see: See, third_parties: bool) -> None:
    dependencies = {} if third_parties else {"dependencies": {"base": BASE}}
    plans = [
        make(power={"level": level, "start": ["true"], "boot_within": "5 s"}, **dependencies)
        for level in ("process", "proxy")
    ]
    at = start(COLD_CELL) if third_parties else plans[0].cuts[0].start
    served = attempt(1, at + 3)
    rows = [
        *ALL_CUT,
        page("/"),
        power("off", at),
        power("on", at + 1.5),
        served,
        request(1, at + 3),
    ]
    assert see(rows, plans[0]).cold_start.served == ("deposer",)
    with pytest.raises(NoEvidence, match="kept its power"):
        _ = see(rows, plans[1]).cold_start
