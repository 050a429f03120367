"""Properties of the plan of any valid crisis and profile: sorted, faults ended, loads positive."""

from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epreuve.audits.crises.crisis import FOLDER, Crisis, played
from epreuve.audits.crises.crisis_file import CrisisFile
from epreuve.audits.crises.load_shape import SHAPES
from epreuve.audits.crises.network import networks
from epreuve.audits.crises.power_pattern import power_patterns
from epreuve.audits.crises.variation import vary
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.planning.steps import BeginFault, HealFault, PowerOff, PowerOn, steps
from epreuve.audits.profile.model import DependencySet, Profile

SOBRE_FILE = FOLDER.parents[1] / "demo" / "sobre.yaml"
SOBRE = prepare(SOBRE_FILE, "tous-risques", 1, 20).profile
SETS = get_args(DependencySet)
HELD = {name for name, pattern in power_patterns().items() if pattern.holds}
TEXT = {"fr": "texte", "en": "text"}
FAULTS = [{"kind": kind} for kind in ("silent", "slow", "error_response", "refused", "brown_out")]
FAULTS += [{"kind": "flapping", "down": 1, "up": 2}]
REAL = st.floats(1, 60 * 86_400)


@st.composite
def mixes(draw: st.DrawFn) -> dict[str, float]:
    names = draw(st.lists(st.sampled_from(sorted(networks())), max_size=4, unique=True))
    weights = [draw(st.floats(0.05, 1)) for _ in names]
    return {name: w / sum(weights) for name, w in zip(names, weights, strict=True)}


@st.composite
def stages(draw: st.DrawFn, phase: str, number: int, last: bool) -> dict[str, Any]:
    sets = draw(st.lists(st.sampled_from(SETS), max_size=6, unique=True))
    faults = [{"sets": name, **draw(st.sampled_from(FAULTS))} for name in sets]
    patterns = sorted(set(power_patterns()) - (set() if last else HELD))
    return {
        "id": f"{phase[0]}{number}",
        "phase": phase,
        "title": TEXT,
        "real": draw(REAL),
        "load": {
            "shape": draw(st.sampled_from(sorted(SHAPES))),
            "peak": draw(st.floats(0.01, 1000)),
            "low": draw(st.floats(0, 1)),
        },
        "networks": draw(mixes()),
        "returns": draw(st.sampled_from([0, 0, 0.25, 1])),
        "faults": draw(st.sampled_from([[], faults])),
        "power": draw(st.sampled_from(patterns)),
    }


@st.composite
def crises(draw: st.DrawFn) -> Crisis:
    drawn = []
    for phase, least in (("during", 1), ("after", 0)):
        count = draw(st.integers(least, 4))
        drawn += [draw(stages(phase, i, i == count - 1)) for i in range(count)]
    crisis = played(
        CrisisFile.model_validate(
            {
                "epreuve_crisis": 1,
                "id": "any",
                "title": TEXT,
                "paragraph": TEXT,
                "assumptions": [TEXT],
                "lessons": [TEXT],
                "stages": drawn,
            }
        )
    )
    return vary(crisis, draw(st.integers(0, 9))) if draw(st.booleans()) else crisis


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """The demonstration's, with fewer dependencies, other sets, another size, or no power."""
    names = draw(st.lists(st.sampled_from(sorted(SOBRE.dependencies)), unique=True))
    dependencies = {
        name: SOBRE.dependencies[name].model_copy(update={"set": draw(st.sampled_from(SETS))})
        for name in names
    }
    power = SOBRE.power if draw(st.booleans()) else type(SOBRE.power)()
    peak = draw(st.floats(0.001, 100))
    service = SOBRE.service.model_copy(update={"normal_peak": peak})
    update = {"dependencies": dependencies, "power": power, "service": service}
    return SOBRE.model_copy(update=update)


@pytest.mark.slow
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(crises(), profiles(), st.floats(1, 200))
def test_any_crisis_on_any_profile(crisis: Crisis, profile: Profile, scale: float) -> None:
    plan = make_plan(profile, crisis, seed=1, scale=scale)
    _steps_are_in_order_and_faults_end(plan)
    _windows_follow_one_another(plan)
    _cuts_are_apart_and_inside_their_stage(plan)
    for load in plan.loads:
        assert all(rate >= 0 for _, rate in load.points)
        assert all(a <= b for (a, _), (b, _) in pairwise(load.points))
        assert set(load.mix) <= {cohort.name for cohort in plan.cohorts}
    for back in plan.returns:
        assert 0 <= back.start < back.end <= plan.duration
        assert back.expected >= -1e-9
        assert set(back.mix) <= {cohort.name for cohort in plan.cohorts}


def _steps_are_in_order_and_faults_end(plan: Plan) -> None:
    order = steps(plan)
    assert [step.at for step in order] == sorted(step.at for step in order)
    assert all(0 <= step.at <= plan.duration + 1e-6 for step in order)
    active: list[object] = []
    dark = 0
    for step in order:
        match step:
            case BeginFault(span=span):
                active.append(span)
            case HealFault(span=span):
                active.remove(span)
            case PowerOff():
                dark += 1
            case PowerOn():
                dark -= 1
            case _:
                pass
        assert 0 <= dark <= 1
    assert not active
    assert dark == 0
    for subject in {span.subject for span in plan.spans}:
        spans = sorted((s.start, s.end) for s in plan.spans if s.subject == subject)
        assert all(end <= start + 1e-6 for (_, end), (start, _) in pairwise(spans)), subject


def _windows_follow_one_another(plan: Plan) -> None:
    phases = [window for window in plan.windows if window.kind == "phase"]
    others = [window for window in plan.windows if window.kind != "phase"]
    for group in (phases, others):
        group.sort(key=lambda window: window.start)
        assert all(a.end <= b.start + 1e-6 for a, b in pairwise(group))
    assert all(a.start <= a.closes <= a.end for a in plan.windows)
    assert all(any(p.start <= w.start and w.end <= p.end for p in phases) for w in others)
    assert len({window.name for window in plan.windows}) == len(plan.windows)


def _cuts_are_apart_and_inside_their_stage(plan: Plan) -> None:
    cuts = sorted(plan.cuts, key=lambda cut: cut.start)
    assert all(a.end <= b.start + 2e-3 for a, b in pairwise(cuts))
    for cut in cuts:
        stage = plan.window(cut.stage)
        assert stage is not None
        assert stage.start <= cut.start < cut.end <= stage.end + 2e-3
