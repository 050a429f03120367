"""Library of crises: loading, sources, rule of time, plans."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
import yaml

from epreuve.audits.crises.compression import AFTER, BEFORE, DURING, compressed
from epreuve.audits.crises.crisis import FOLDER, crisis_ids, read_crisis
from epreuve.audits.crises.crisis_file import CrisisFile, event_sources
from epreuve.audits.crises.limits import limits
from epreuve.audits.crises.power_pattern import cuts_in, power_patterns
from epreuve.audits.crises.stage import CLOSEST, RESERVED
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.planning.plan_builder import SHORTEST
from epreuve.audits.planning.steps import steps
from epreuve.audits.reading.yaml_file import read_model
from epreuve.faults.error_response import ErrorResponse

SOBRE = FOLDER.parents[1] / "demo" / "sobre.yaml"
EIGHTEEN = {
    "crue-fibre", "tempete", "submersion", "accident-industriel", "delestage", "blackout",
    "canicule", "incendie-hebergeur", "megafeux", "ile-isolee", "cyclone", "confinement",
    "annonce-20h", "panne-cdn", "panne-telephone", "maj-defectueuse", "tiers-muets",
    "tous-risques",
}  # fmt: skip
each_crisis = pytest.mark.parametrize("name", crisis_ids())


def written(name: str) -> CrisisFile:
    return read_model(FOLDER / f"{name}.yaml", CrisisFile)


def test_the_library_has_eighteen_crises() -> None:
    assert set(crisis_ids()) >= EIGHTEEN


@each_crisis
def test_a_crisis_has_sources_and_both_languages(name: str) -> None:
    crisis = read_crisis(name)
    assert crisis.id == name
    assert crisis.facts
    assert all(fact.source and fact.date and fact.mark in "SP" for fact in crisis.facts)
    sources = event_sources() | written(name).sources
    assert all(fact.source in sources for fact in written(name).facts)
    texts = [crisis.title, crisis.paragraph, *crisis.assumptions, *crisis.lessons]
    texts += [stage.title for stage in crisis.stages]
    assert all(text.fr.strip() and text.en.strip() for text in texts)
    assert all(text.fr != text.en for text in (crisis.title, crisis.paragraph))


@each_crisis
def test_each_stage_adds_one_cause(name: str) -> None:
    for stage in read_crisis(name).stages:
        causes = [*stage.faults, *[stage.power] * (stage.power != "P0")]
        isolated = name == "ile-isolee" and stage.id == "power-cut"  # the island stays alone
        assert len(causes) <= (2 if isolated else 1), stage.id


@each_crisis
@pytest.mark.parametrize("scale", [5.0, 20.0])
def test_a_crisis_can_be_planned_for_the_demonstration(name: str, scale: float) -> None:
    plan = prepare(SOBRE, name, 7, scale)
    done = steps(plan)
    assert [step.at for step in done] == sorted(step.at for step in done)
    assert all(0 <= span.start < span.end <= plan.duration for span in plan.spans)
    assert all(0 <= cut.start < cut.end <= plan.duration for cut in plan.cuts)
    assert all(rate >= 0 for load in plan.loads for _, rate in load.points)
    for stage in plan.crisis.stages:
        window = plan.window(stage.id)
        assert window is not None
        assert window.end - window.start >= stage.lasts / scale - 0.01
    assert plan.arrivals


@each_crisis
def test_real_time_is_compressed_by_the_rule(name: str) -> None:
    crisis, file = read_crisis(name), written(name)
    if crisis.real is None:
        assert all(stage.lasts is not None for stage in file.stages)
        return
    assert crisis.before == BEFORE
    for phase, budget in (("during", DURING), ("after", AFTER)):
        stages = [stage for stage in crisis.stages if stage.phase == phase]
        real = [stage.real or 0 for stage in stages]
        assert sum(real) == pytest.approx(getattr(crisis.real, phase), rel=0.01)
        assert sum(s.lasts for s in stages) == pytest.approx(min(sum(real), budget), abs=2)
        longer = sorted(range(len(real)), key=real.__getitem__)
        played = [stages[i].lasts for i in longer]
        assert played == sorted(played), "what lasted longer is played longer"
    assert all(stage.lasts is None for stage in file.stages)


def test_compression_never_stretches_time_and_keeps_each_stage() -> None:
    assert compressed([60, 120], 1_800) == [70, 110]
    assert sum(compressed([3_600, 86_400, 30 * 86_400], 1_800)) == 1_800
    assert compressed([10 * 365 * 86_400, 60], 10)[1] >= 1


def test_the_reference_keeps_its_stages_and_cuts() -> None:
    crisis = read_crisis("tous-risques")
    lengths = {stage.id: stage.lasts for stage in crisis.stages}
    assert lengths == {"surge": 540, "silence": 420, "power-cut": 840, "return": 600}
    cuts = crisis.stages[2].cuts
    assert [(cut.after, cut.lasts, cut.pattern) for cut in cuts] == [
        (120, 120, "P2"), (480, 30, "P4"), (540, 30, "P4"), (600, 30, "P4"),
    ]  # fmt: skip


def test_every_kind_of_crisis_is_there() -> None:
    stages = [stage for name in crisis_ids() for stage in read_crisis(name).stages]
    assert {stage.power for stage in stages} == set(power_patterns())
    assert any(stage.load.peak < 1 for stage in stages)
    assert any(stage.networks == {"no-network": 1.0} for stage in stages)


@pytest.mark.parametrize("pattern", sorted(power_patterns()))
def test_a_power_pattern_fits_any_stage_and_has_its_limits(pattern: str) -> None:
    power = power_patterns()[pattern]
    assert power.rendered.fr
    assert power.rendered.en
    shortest = 36.0  # seconds of the run: a stage with cuts has at least the time of recoveries
    starts = [cut.after for cut in cuts_in(pattern, shortest)] + [shortest]
    gaps = [b - a for a, b in pairwise(starts)]
    assert all(gap >= SHORTEST["cut"] for gap in gaps), "cuts would merge"
    if power.holds:
        last = cuts_in(pattern, 100)[-1]
        assert last.after + last.lasts == pytest.approx(100)


def test_a_stage_cannot_take_the_name_of_another_window() -> None:
    plan = prepare(SOBRE, "tous-risques", 7, 20)
    others = {
        window.name for window in plan.windows if window.kind != "stage" and ":" not in window.name
    }
    assert others <= RESERVED


def test_the_closest_allowed_cuts_do_not_merge() -> None:
    assert SHORTEST["cut"] <= 36.0 * CLOSEST


@each_crisis
def test_the_limits_of_the_simulation_are_listed(name: str) -> None:
    plan = prepare(SOBRE, name, 7, 20)
    rendered = " ".join(text.en for text in limits(plan.crisis, plan.profile))
    for stage in plan.crisis.stages:
        for cut in stage.cuts:
            assert power_patterns()[cut.pattern or stage.power].rendered.en in rendered
    behind = {dependency.set for dependency in plan.profile.dependencies.values()}
    faults = [entry for stage in plan.crisis.stages for entry in stage.faults]
    named = {name for entry in faults for name in entry.sets}
    assert ("gives no address for them" in rendered) == bool(named - behind)
    in_error = any(entry.fault.kind == "error_response" for entry in faults)
    assert ("responds with 503" in rendered) == in_error


def test_a_delivery_network_in_error_answers_503() -> None:
    plan = prepare(SOBRE, "panne-cdn", 7, 20)
    window = plan.window("errors")
    assert window is not None
    faults = {span.subject: span.fault for span in plan.spans if span.start == window.start}
    failing = {
        n
        for n, dependency in plan.profile.dependencies.items()
        if dependency.set in ("CDN", "CONF")
    }
    assert failing
    assert all(faults[name] == ErrorResponse(status=503) for name in failing)


def test_no_file_has_a_key_twice() -> None:
    for path in FOLDER.glob("*.yaml"):
        for node in _nodes(yaml.compose(path.read_text("utf-8"))):
            if isinstance(node, yaml.MappingNode):
                keys = [key.value for key, _ in node.value]
                assert len(keys) == len(set(keys)), f"{path}:{node.start_mark.line + 1}"


def _nodes(node: yaml.Node | None) -> Iterator[yaml.Node]:
    if node is not None:
        yield node
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _nodes(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _nodes(value)
