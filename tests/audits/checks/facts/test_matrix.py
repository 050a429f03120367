"""Journeys by failed dependency, each against the control cell."""

import math

import pytest

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.no_evidence import NoEvidence, NotApplicable
from epreuve.audits.planning.plan import CONTROL_CELL
from epreuve.audits.runs.records.pauses import PauseObservation
from epreuve.probes.evidence.observation import Observation, Record
from tests.audits.checks.facts.conftest import (
    PLAN,
    Row,
    See,
    attempt,
    criterion_result,
    fault,
    healed,
    make,
    page,
    request,
    several,
    start,
    traffic,
    window,
)

IDENTITY = "dependency-identite"


def control(outcomes: str = "SSSS") -> list[Row]:
    return list(several(CONTROL_CELL, outcomes, first=900))


def pause(before: str, *, reached: bool) -> Observation[Record]:
    barrier = next(
        one for one in reversed(PLAN.barriers) if one.kind == "recover" and one.at <= start(before)
    )
    record = PauseObservation(barrier="recover", planned=barrier.at, lasted=0.0, reached=reached)
    return Observation(barrier.at, barrier.window, record)


def test_a_cell_needs_a_confirmed_fault(see: See) -> None:
    rows = [*control(), *several("identite:silent", "SFFF")]
    with pytest.raises(NoEvidence):
        _ = see(rows).matrix
    (cell,) = see([*rows, fault(IDENTITY)]).matrix
    assert (cell.journey, cell.dependency, cell.set, cell.mode) == (
        "deposer", "identite", "ID", "silent",
    )  # fmt: skip
    assert (cell.tried, cell.completed, cell.acknowledged) == (4, 1, 1)
    assert cell.waits == (0.5, math.inf, math.inf, math.inf)


def test_a_success_after_the_fault_was_healed_does_not_count(see: See) -> None:
    late = attempt(40, start("identite:silent") + 0.3, took=500.0)
    (cell,) = see([*control(), *several("identite:silent", "FFF"), late, fault(IDENTITY)]).matrix
    assert (cell.tried, cell.completed) == (3, 0)
    assert cell.waits == (math.inf, math.inf, math.inf)


def test_a_journey_that_fails_without_any_fault_is_in_doubt_in_every_cell(see: See) -> None:
    rows = [*control("FFFF"), *several("identite:silent", "FFFF"), fault(IDENTITY)]
    facts = see(rows)
    (cell,) = facts.cells
    assert "0 of 4 succeeded in the control cell" in cell.doubt.en
    for name in ("matrix", "indispensable_hosts", "without_identity"):
        with pytest.raises(NoEvidence, match="0 of 4 succeeded in the control cell"):
            getattr(facts, name)
    late = [attempt(950 + i, start(CONTROL_CELL) + 0.3, "gave up", took=600.0) for i in range(4)]
    slow = see([*control("SSS"), *late, *rows[4:]]).cells[0]
    assert "3 of 7 succeeded in the control cell" in slow.doubt.en
    without_control = see(rows[4:]).cells[0]
    assert "the control cell needs at least 3 tries, and had" in without_control.doubt.en


def test_a_cell_after_a_service_that_had_not_recovered_is_in_doubt(see: See) -> None:
    rows = [*control(), *several("identite:silent", "FFFF"), fault(IDENTITY)]
    (cell,) = see([*rows, pause("identite:silent", reached=False)]).cells
    assert "had not recovered from “identite: " in cell.doubt.en
    assert see([*rows, pause("identite:silent", reached=True)]).cells[0].doubt is None


def test_a_dependency_that_was_not_called_is_no_culprit(see: See) -> None:
    at, end = start("identite:silent"), window("identite:silent").end
    begin = fault(IDENTITY, at=at)
    rows = [*control(), *several("identite:silent", "FFFF"), begin]
    (cell,) = see([*rows, healed(IDENTITY, end, opened=0)]).cells
    assert "did not call identite meanwhile" in cell.doubt.en
    with pytest.raises(NoEvidence, match="did not call identite"):
        _ = see([*rows, healed(IDENTITY, end, opened=0)]).indispensable_hosts
    for traffic_of_fault in ({"opened": 3}, {"opened": 0, "sent": 80}):  # a pooled connection
        called = see([*rows, healed(IDENTITY, end, **traffic_of_fault)])
        assert called.indispensable_hosts == ("identite",)
    fine = [*control(), *several("identite:silent", "SSSS"), begin]
    assert see([*fine, healed(IDENTITY, end, opened=0)]).cells[0].doubt is None


def test_a_dependency_never_reached_in_calm_is_unused(see: See) -> None:
    rows = [
        *control(), *several("identite:silent", "SSSS"), *several("sms:silent", "SSSS", first=20),
        fault(IDENTITY), fault("dependency-sms"),
        traffic("base:slow", 1.0, identite=0, sms=4),
        traffic(CONTROL_CELL, 2.0, identite=0, sms=4),
        traffic(CONTROL_CELL, 3.0, identite=0, sms=4),
        traffic("b", 4.0, identite=1, sms=4),
    ]  # fmt: skip
    assert [(cell.dependency, cell.unused) for cell in see(rows).cells] == [
        ("identite", True), ("sms", False),
    ]  # fmt: skip


def test_a_cell_whose_journeys_were_cut_off_is_in_doubt(see: See) -> None:
    cut = [attempt(i, start("identite:silent") + 0.25, "reset", took=500.0) for i in range(2)]
    rows = [*control(), *several("identite:silent", "SS", first=10), *cut, fault(IDENTITY)]
    (cell,) = see(rows).cells
    assert cell.doubt is not None
    assert "at least 3 journeys must end before the next event" in cell.doubt.en
    assert cell.waits == (0.5, 0.5)  # the others are unknown, not endless
    until_then = window("identite:silent").end - start("identite:silent") - 0.25
    assert cell.cut_waits == pytest.approx((until_then,) * 2)
    assert (cell.cut_off, cell.undecided, cell.p95) == (2, True, None)


@pytest.mark.parametrize(
    ("outcomes", "cut", "undecided"),
    [("SSS", 3, False), ("SSS", 4, True), ("FFF", 2, False), ("FFF", 3, True), ("FF", 0, None)],
)
def test_users_cut_off_leave_open_whether_a_journey_works(
    see: See, outcomes: str, cut: int, undecided: bool | None
) -> None:
    at = start("identite:silent") + 0.25
    rows = [*control(), *several("identite:silent", outcomes, first=10), fault(IDENTITY)]
    (cell,) = see([*rows, *(attempt(i, at, "gave up", took=600.0) for i in range(cut))]).cells
    assert cell.undecided is bool(undecided)
    assert (cell.doubt is None) is (undecided is False)


def test_users_cut_off_by_another_cause_do_not_count(see: See) -> None:
    at, end = start("identite:silent"), window("identite:silent").end
    hanging = [attempt(i, at + 0.25, "gave up", took=600.0) for i in range(4)]
    rows = [*control(), *hanging, fault(IDENTITY, at=at), healed(IDENTITY, end, opened=0)]
    (cell,) = see(rows).cells
    assert "did not call identite meanwhile" in cell.doubt.en
    assert not cell.undecided


def test_the_first_clear_message_ends_the_wait(see: See) -> None:
    at = start("identite:silent") + 0.25
    rows = [
        *control(), *several("identite:silent", "SS", first=10), fault(IDENTITY),
        attempt(0, at, "http error", took=1.1, guided=True),
        request(0, at, "http error", guided=True),
        request(0, at + 1, "http error", guided=True, attempt=1),
        attempt(1, at, took=1.1), request(1, at, "http error", guided=True),
    ]  # fmt: skip
    assert see(rows).matrix[0].waits == (0.5,) * 4


def test_a_third_party_is_indispensable_when_most_fail_without_it(see: See) -> None:
    rows = [
        *control(),
        *several("identite:silent", "SSFF"), *several("sms:silent", "SFFF", first=10),
        *several("base:silent", "FFFF", first=20),
        fault("dependency-identite"), fault("dependency-sms"), fault("dependency-base"),
    ]  # fmt: skip
    facts = see(rows)
    assert facts.control_cell == {"deposer": Tries(4, 4)}
    assert facts.indispensable_hosts == ("sms",)
    assert [cell.dependency for cell in facts.without_identity] == ["identite", "sms"]
    assert [cell.dependency for cell in facts.without_codes] == ["sms"]
    with pytest.raises(NotApplicable, match="no dependency of kind PAY"):
        _ = facts.without_payment


def test_a_service_without_third_parties_has_none_that_is_indispensable(see: See) -> None:
    own = make(dependencies={"base": PLAN.profile.dependencies["base"]})
    assert see([page("/")], own).indispensable_hosts == ()
    assert see([page("/")], make(dependencies="none")).indispensable_hosts == ()
    with pytest.raises(NoEvidence, match="No page was loaded"):
        _ = see([], own).indispensable_hosts
    with pytest.raises(NoEvidence, match="The profile lists no dependencies"):
        _ = see([], make(dependencies={})).indispensable_hosts
    for name in ("matrix", "without_identity"):
        with pytest.raises(NotApplicable, match="depends on nothing"):
            getattr(see([], make(dependencies="none")), name)


def test_the_control_cell_gives_the_usual_duration_of_journeys(see: See) -> None:
    rows = [*several(CONTROL_CELL, "SSF"), attempt(9, start(CONTROL_CELL) + 0.3, took=4.0)]
    assert see(rows).calm_waits == pytest.approx((0.5, 0.5, 4.0))


def test_a_dependency_with_which_all_users_wait_long_is_the_worst(see: See) -> None:
    """Two steps wait 22 s each for the silent partner; the cell pauses for 31.5 s."""
    cell, names = window("partenaire:silent"), ("base", "identite", "sms", "carte")
    barrier = next(one for one in PLAN.barriers if one.window == cell.name and one.kind == "settle")
    record = PauseObservation(
        barrier="settle", planned=barrier.at, lasted=barrier.limit, reached=False, open=4
    )
    rows: list[Row] = [fault("dependency-partenaire"), Observation(cell.end, cell.name, record)]
    for rank, name in enumerate(names):
        rows += [fault(f"dependency-{name}"), *several(f"{name}:silent", "SSSS", first=10 * rank)]
    rows += [
        one._replace(
            intended=one.intended + barrier.limit,
            started=one.started + barrier.limit,
            ended=one.ended + barrier.limit,
        )
        for one in several(CONTROL_CELL, "SSSS", first=900)
    ]
    rows += [attempt(700 + i, cell.start + 0.25, took=45.0) for i in range(4)]
    facts = see(rows)
    wait = criterion_result("DEG-3", facts)
    assert wait.mark.score == 0
    assert wait.shown.en.startswith("at least 3")
    assert "had not ended when the dependency responded again: 4 of 20" in wait.reason.en
    works = criterion_result("DEG-2", facts)
    assert (works.mark.value, works.shown.en) == (0.8, "at least 80%")
    assert works.interval == (0.8, 1.0)
    assert "Blocked at worst: deposer × partenaire." in works.reason.en
    assert "do not count" not in works.reason.en


def test_users_who_were_cut_off_early_may_wait_for_ever(see: See) -> None:
    profile = PLAN.profile
    plan = make(journeys={**profile.journeys, "payer": profile.journeys["deposer"]})
    cell, control_cell = plan.window("partenaire:silent"), plan.window(CONTROL_CELL)
    assert cell is not None
    assert control_cell is not None
    at, calm = cell.start + 0.25, control_cell.start + 0.25
    rows: list[Row] = [fault("dependency-partenaire")]
    for rank, journey in enumerate(("deposer", "payer")):
        rows += [attempt(900 + 4 * rank + i, calm, journey=journey) for i in range(4)]
    rows += [attempt(i, at, "http error") for i in range(4)]
    rows += [request(i, at, "http error", status=503, guided=True) for i in range(4)]
    hanging = [attempt(10 + i, at, "gave up", took=600.0, journey="payer") for i in range(4)]
    assert criterion_result("DEG-3", see(rows, plan)).mark.score == 100
    assert criterion_result("DEG-3", see([*rows, *hanging], plan)).mark.outcome == "inconclusive"
