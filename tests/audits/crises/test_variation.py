"""Variation of a crisis: bounded, and the same for the same seed."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuve.audits.crises.crisis import Crisis, crisis_ids, read_crisis
from epreuve.audits.crises.variation import jitter, vary

CRISES = {name: read_crisis(name) for name in crisis_ids()}
NEAR = 1e-9


def within(new: float, old: float, bound: float) -> bool:
    return old * (1 - bound) - NEAR <= new <= old * (1 + bound) + NEAR


@given(st.sampled_from(sorted(CRISES)), st.integers(0, 2**32))
def test_a_variation_stays_within_its_limits_and_keeps_the_stages(name: str, seed: int) -> None:
    crisis = CRISES[name]
    moved = vary(crisis, seed)
    bounds = crisis.varies
    assert moved.variation_seed == seed
    assert moved.assumptions[:-1] == crisis.assumptions
    assert str(seed) in moved.assumptions[-1].en
    for old, new in zip(crisis.stages, moved.stages, strict=True):
        same = {"lasts", "load", "networks", "cuts"}
        assert old.model_dump(exclude=same) == new.model_dump(exclude=same)
        assert within(new.lasts, old.lasts, bounds.durations)
        assert within(new.load.peak, old.load.peak, bounds.peak)
        assert sum(new.networks.values()) == pytest.approx(sum(old.networks.values()))
        for network, share in old.networks.items():
            assert within(new.networks[network], share, bounds.networks)
        stretch = new.lasts / old.lasts
        for cut, again in zip(old.cuts, new.cuts, strict=True):
            assert within(again.lasts, cut.lasts * stretch, bounds.cuts)
            assert again.after + again.lasts <= new.lasts + NEAR * new.lasts
    for phase in ("during", "after"):
        assert sum(s.lasts for s in moved.stages if s.phase == phase) == pytest.approx(
            sum(s.lasts for s in crisis.stages if s.phase == phase)
        )


def test_cuts_that_would_be_too_close_stay_unchanged() -> None:
    crisis = CRISES["tous-risques"]
    stage = crisis.stages[2]
    closest = stage.lasts / 24
    cuts = tuple(
        stage.cuts[0].model_copy(update={"after": 60 + i * closest, "lasts": closest / 2})
        for i in range(3)
    )
    close = crisis.model_copy(
        update={"stages": (*crisis.stages[:2], stage.model_copy(update={"cuts": cuts}))}
    )
    for seed in range(20):
        starts = [cut.after for cut in vary(close, seed).stages[2].cuts]
        length = vary(close, seed).stages[2].lasts
        assert all(b - a >= length / 24 - 1e-6 for a, b in pairwise(starts))


def test_a_variation_depends_on_its_seed_only() -> None:
    crisis = CRISES["blackout"]
    assert vary(crisis, 1) == vary(crisis, 1)
    assert vary(crisis, 1).stages != vary(crisis, 2).stages
    assert crisis.variation_seed is None


@given(st.lists(st.floats(0, 1e4), max_size=8), st.floats(0, 0.5), st.integers(0, 99))
def test_varied_parts_keep_their_sum(parts: list[float], bound: float, seed: int) -> None:
    moved = jitter(parts, bound, random.Random(seed))
    assert sum(moved) == pytest.approx(sum(parts))
    assert all(within(new, old, bound) for new, old in zip(moved, parts, strict=True))


def test_the_variation_seed_of_an_older_plan_is_read() -> None:
    document = vary(CRISES["tempete"], 5).model_dump(mode="json")
    document["held_out"] = document.pop("variation_seed")
    assert Crisis.model_validate(document).variation_seed == 5
