"""Content of plans, and properties of every plan."""

import itertools
from pathlib import Path

import pytest

from epreuve.audits.checks.probing.schedules import probe_schedules
from epreuve.audits.crises.crisis import Crisis, crisis_ids, read_crisis
from epreuve.audits.crises.network import networks
from epreuve.audits.planning.plan import (
    COLD_CELL,
    CONTROL_CELL,
    ISLAND_CELL,
    Plan,
    Span,
    Window,
)  # fmt: skip
from epreuve.audits.planning.plan_builder import SHORTEST
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.planning.probe_cohort import probe_endpoints
from epreuve.audits.planning.proxy_names import citizen_link, dependency_link
from epreuve.audits.profile.loading import prepare_profile
from epreuve.faults.flapping import Flapping
from epreuve.faults.silent import Silent
from epreuve.faults.slow import Slow

DEMO = Path(__file__).parents[3] / "audits" / "demo"
PROFILE = prepare_profile(DEMO / "sobre.yaml")


def make(crisis: str = "tous-risques", scale: float = 20.0, seed: int = 7) -> Plan:
    return make_plan(PROFILE, read_crisis(crisis), seed=seed, scale=scale, probes=probe_schedules())


def window(plan: Plan, name: str) -> Window:
    window = plan.window(name)
    assert window is not None
    return window


def spans(plan: Plan, subject: str) -> list[Span]:
    return [span for span in plan.spans if span.subject == subject]


@pytest.mark.parametrize("scale", [1.0, 5.0, 20.0, 60.0])
@pytest.mark.parametrize("crisis", crisis_ids())
def test_every_fault_ends_inside_the_plan(crisis: str, scale: float) -> None:
    plan = make(crisis, scale)
    for interval in (*plan.spans, *plan.cuts):
        assert 0 <= interval.start < interval.end <= plan.duration
    for interval in plan.windows:
        assert 0 <= interval.start <= interval.closes <= interval.end <= plan.duration
    for probe in plan.probes:
        assert 0 <= probe.at < plan.duration
    for load in plan.loads:
        assert load.start < load.end <= plan.duration
        assert load.start <= load.points[0][0]
        assert load.points[-1][0] <= load.end


@pytest.mark.parametrize("crisis", crisis_ids())
def test_windows_follow_one_another(crisis: str) -> None:
    laid = [window for window in make(crisis).windows if window.kind != "phase"]
    assert all(a.end <= b.start for a, b in itertools.pairwise(laid))
    assert len({window.name for window in laid}) == len(laid)


@pytest.mark.parametrize("crisis", crisis_ids())
def test_power_cuts_never_overlap(crisis: str) -> None:
    cuts = make(crisis).cuts
    assert all(a.end < b.start for a, b in itertools.pairwise(cuts))


def test_a_plan_is_the_same_for_the_same_arguments() -> None:
    assert make() == make()
    assert make(seed=8) != make()


def test_a_plan_survives_its_file() -> None:
    assert Plan.model_validate_json(make().model_dump_json(by_alias=True)) == make()


def test_time_is_compressed_down_to_the_floors() -> None:
    plan = make(scale=1000.0)
    assert SHORTEST["baseline"] <= window(plan, "baseline-1").end < 2 * SHORTEST["baseline"]
    cell = window(plan, "identite:silent")
    assert cell.closes - cell.start >= SHORTEST["cell"]


def test_real_time_is_not_compressed() -> None:
    plan = make(scale=1.0)
    surge = window(plan, "surge")
    assert surge.end - surge.start == pytest.approx(540.0)


def test_each_dependency_is_slow_then_silent_and_comfort_only_silent() -> None:
    names = [window.name for window in make().windows if window.kind == "cell"]
    assert names == [
        "base:slow", "base:silent", "identite:slow", "identite:silent", "sms:slow", "sms:silent",
        "paiement:slow", "paiement:silent", "carte:silent", "bibliotheques:silent",
        "partenaire:slow", "partenaire:silent", CONTROL_CELL, ISLAND_CELL, COLD_CELL,
    ]  # fmt: skip


def test_no_fault_is_in_force_in_the_control_cell() -> None:
    plan = make()
    control = window(plan, CONTROL_CELL)
    wrong = [e for e in plan.spans if e.start < control.end and e.end > control.start]
    assert wrong == []


def test_a_slow_dependency_is_ten_seconds_late_and_a_network_has_the_seed() -> None:
    plan = make(seed=8)
    (slow,) = {span.fault for span in plan.spans if span.fault.kind == "slow"}
    assert slow == Slow(delay=10)
    lossy = [span for span in plan.spans if span.network == "4g-congested"]
    assert lossy
    assert all(span.fault == networks()["4g-congested"].fault(8) for span in lossy)
    assert all(plan.span_title(span) == networks()["4g-congested"].title for span in lossy)


def test_a_fault_that_changes_by_itself_follows_the_seed_of_the_plan() -> None:
    crisis = read_crisis("tiers-muets")
    flapping = [{"sets": "PAY", "kind": "flapping", "down": 1, "up": 2}]
    stages = [{**stage.model_dump(), "faults": flapping} for stage in crisis.stages]
    crisis = Crisis.model_validate({**crisis.model_dump(), "stages": stages})
    plan = make_plan(PROFILE, crisis, seed=9, scale=20.0)
    faults = {span.fault for span in plan.spans if span.fault.kind == "flapping"}
    assert faults == {Flapping(down=1, up=2, seed=9)}


def test_only_one_dependency_fails_at_a_time_in_the_matrix() -> None:
    plan = make()
    first, last = window(plan, "base:slow").start, window(plan, CONTROL_CELL).end
    laid = [
        span for span in plan.spans
        if span.link.startswith("dependency-") and first <= span.start < last
    ]  # fmt: skip
    assert len(laid) == 12
    assert all(a.end <= b.start for a, b in itertools.pairwise(laid))


def test_the_surge_has_one_cause() -> None:
    plan = make()
    surge = window(plan, "surge")
    wrong = [e for e in plan.spans if e.start < surge.end and e.end > surge.start]
    assert {span.network for span in wrong} == {span.subject for span in wrong}


def test_the_link_of_a_form_is_cut_until_the_control_cell() -> None:
    plan = make()
    (cut,) = spans(plan, "interrupted-form")
    at = {probe.name: probe.at for probe in plan.probes}
    assert at["form"] < cut.start < cut.end == window(plan, CONTROL_CELL).start < at["form resumed"]
    assert cut.fault == Silent()


def test_the_status_page_is_read_during_the_first_cut() -> None:
    plan = make()
    (probe,) = [probe for probe in plan.probes if probe.name == "status page"]
    assert plan.cuts[0].start < probe.at < plan.cuts[0].end


@pytest.mark.parametrize("crisis", crisis_ids())
def test_the_status_page_is_read_once_during_a_power_cut_in_every_crisis(crisis: str) -> None:
    plan = make(crisis)
    (probe,) = [probe for probe in plan.probes if probe.name == "status page"]
    assert plan.cuts[0].start < probe.at < plan.cuts[0].end


def test_on_the_island_every_third_party_is_silent_but_not_the_database() -> None:
    plan = make()
    island, cold = window(plan, ISLAND_CELL), window(plan, COLD_CELL)
    silent = {e.subject for e in plan.spans if (e.start, e.end) == (island.start, cold.end)}
    assert silent == {"identite", "sms", "paiement", "carte", "bibliotheques", "partenaire"}
    (cut,) = [cut for cut in plan.cuts if cut.stage == COLD_CELL]
    assert cold.start == cut.start < cut.end < cold.end


def test_page_probes_have_their_own_endpoints_to_comfort_third_parties() -> None:
    plan = make()
    assert probe_endpoints(plan) == {
        "edge-probe-carte": "carte", "edge-probe-bibliotheques": "bibliotheques",
        "comfort-probe-carte": "carte", "comfort-probe-bibliotheques": "bibliotheques",
    }  # fmt: skip
    (span,) = spans(plan, "comfort-probe-carte")
    assert span.link == citizen_link("comfort-probe-carte") != dependency_link("carte")
    assert span.fault == Silent()


def test_without_power_to_cut_nothing_is_cut() -> None:
    profile = PROFILE.model_copy(
        update={"power": PROFILE.power.model_copy(update={"level": "none"})}
    )
    plan = make_plan(profile, read_crisis("tous-risques"), seed=7, scale=20.0)
    assert plan.cuts == ()
    assert plan.window(COLD_CELL) is None
    assert plan.window(ISLAND_CELL) is not None


def test_without_dependency_only_the_control_cell_is_left() -> None:
    profile = PROFILE.model_copy(update={"dependencies": {}})
    plan = make_plan(profile, read_crisis("tous-risques"), seed=7, scale=20.0)
    assert [window.name for window in plan.windows if window.kind == "cell"] == [CONTROL_CELL]
    assert all(
        span.network is not None
        for span in plan.spans
        if span.link != citizen_link("interrupted-form")
    )


def test_the_demonstration_keeps_its_time() -> None:
    assert make(scale=60.0).duration <= 285.0


def test_at_scale_1_the_link_of_a_form_is_cut_for_more_than_30_minutes() -> None:
    (cut,) = spans(make(scale=1.0), "interrupted-form")
    assert cut.end - cut.start >= 1_801.0
