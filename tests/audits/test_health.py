"""The bench's own health: a trial that was not what it should have been gives no letter."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from epreuve.audits.facts import Facts
from epreuve.audits.health import LATE, OFFERED, baseline_gap, bench, generator, void
from epreuve.audits.plan import Plan
from epreuve.probes.evidence import Attempt
from epreuve.probes.store import Evidence, Recorder

Change = Callable[[Attempt], Attempt]
NOTES: dict[str, object] = {"engine": "embedded 0.1", "machine": "m", "cannot": [["rien", "none"]]}


@pytest.fixture
def facts(frozen: ModuleType, plan: Plan, tmp_path: Path) -> Callable[[Change], Facts]:
    """The facts of a run that held, after each of its attempts was changed."""

    def changed(change: Change) -> Facts:
        rows = frozen.rows(plan, frozen.GOOD)
        path = tmp_path / "evidence.db"
        with Recorder(path) as recorder:
            recorder.record([change(e) if isinstance(e, Attempt) else e for e in rows])
            recorder.flush()
        return Facts(plan, Evidence(path))

    return changed


def said(facts: Facts, **notes: object) -> list[str]:
    return [each.en for each in void(facts, NOTES | notes)]


def dropped(each: Attempt) -> Attempt:
    return each._replace(outcome="dropped", receipt="", receipt_at=-1.0)


def every(number: int, change: Change) -> Change:
    return lambda each: change(each) if each.arrival % number == 0 else each


def test_a_healthy_bench_has_nothing_to_say(facts: Callable[[Change], Facts]) -> None:
    found = facts(lambda each: each)
    assert said(found) == []
    load = generator(found)
    assert load.started == load.intended > 0
    assert (load.lag_p99, load.cpu) == (0.001, 0.25)
    assert baseline_gap(found) == 0
    told = bench(found, NOTES)
    assert (told.engine, told.power, told.machine) == ("embedded 0.1", "process", "m")
    assert [(each.fr, each.en) for each in told.cannot] == [("rien", "none")]


def test_what_was_not_offered_makes_the_trial_void(facts: Callable[[Change], Facts]) -> None:
    found = facts(every(10, dropped))
    load = generator(found)
    assert load.started < OFFERED * load.intended
    (sentence,) = said(found)
    assert sentence == (
        f"The load generator offered {load.started} of {load.intended} arrivals only: the trial "
        "is void."
    )


def test_a_few_that_were_not_offered_do_not(facts: Callable[[Change], Facts]) -> None:
    found = facts(every(40, dropped))
    assert generator(found).started < generator(found).intended
    assert said(found) == []


def test_what_was_offered_too_late_was_not_offered(facts: Callable[[Change], Facts]) -> None:
    found = facts(every(5, lambda each: each._replace(started=each.intended + LATE + 0.1)))
    assert generator(found).lag_p99 > LATE
    assert len(said(found)) == 1
    assert "void" in said(found)[0]


def test_citizens_without_a_link_are_not_the_generators_fault(
    facts: Callable[[Change], Facts], plan: Plan
) -> None:
    assert any(not each.linked for each in plan.cohorts)
    found = facts(
        lambda each: (
            each._replace(started=each.intended + 60) if each.outcome == "no link" else each
        )
    )
    assert said(found) == []


def test_two_baselines_apart_make_the_bench_unstable(
    facts: Callable[[Change], Facts], plan: Plan
) -> None:
    second = plan.window("baseline-2")
    assert second is not None

    def fails(each: Attempt) -> Attempt:
        if second.start <= each.intended < second.closes:
            return each._replace(outcome="http error")
        return each

    found = facts(fails)
    assert baseline_gap(found) == 100
    assert said(found) == ["The two baselines are 100 points apart: the bench is unstable."]


def test_baselines_that_saw_too_little_have_no_gap(
    facts: Callable[[Change], Facts], plan: Plan
) -> None:
    def absent(each: Attempt) -> Attempt:
        return each._replace(outcome="no link") if each.intended < 15 else each

    assert baseline_gap(facts(absent)) is None


def test_an_interrupted_trial_says_that_and_nothing_else(facts: Callable[[Change], Facts]) -> None:
    assert said(facts(dropped), interrupted="Ctrl-C") == ["The trial was interrupted: no letter."]
