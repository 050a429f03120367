"""Varied crises: figures changed at random, so that a service cannot be tuned to the file.

Pure: the same crisis and seed give the same varied crisis, which records the seed. Stages, causes
and their order stay; each figure stays within the limits that the crisis declares (`varies`).
"""

import random
from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise

from epreuve.audits.crises.crisis import Crisis
from epreuve.audits.crises.power_pattern import Cut
from epreuve.audits.crises.stage import MOST, LoadShape, Stage, check_cuts
from epreuve.audits.crises.translation import translate
from epreuve.reports.text import Text


def vary(crisis: Crisis, seed: int) -> Crisis:
    """Return the crisis with other peaks, shares, lengths and cuts, within its limits."""
    chance = random.Random(f"{crisis.id}:{seed}")
    bounds = crisis.varies
    stages: list[Stage] = []
    for _, group in groupby(crisis.stages, key=lambda stage: stage.phase):
        phase = list(group)
        lengths = jitter([stage.lasts for stage in phase], bounds.durations, chance)
        stages += [
            _varied(crisis, stage, lasts, chance)
            for stage, lasts in zip(phase, lengths, strict=True)
        ]
    changes: dict[str, object] = {"stages": tuple(stages), "variation_seed": seed}
    changes["assumptions"] = (*crisis.assumptions, _assumption(seed))  # for every report
    return Crisis.model_validate(crisis.model_copy(update=changes).model_dump())


def _assumption(seed: int) -> Text:
    return translate(
        "Variation {seed}: loads, networks, durations and power cuts were changed at random, "
        "within the limits that the crisis declares.",
        seed=str(seed),
    )


def jitter(parts: Sequence[float], bound: float, chance: random.Random) -> list[float]:
    """Return parts of the same sum, each changed by at most `bound` of itself.

    part' = part * (1 + bound * (x - mean) / 2), with x uniform in [-1, 1] and
    mean = sum(part x) / sum(part), so that the sum stays the same.
    """
    total = sum(parts)
    draws = [chance.uniform(-1, 1) for _ in parts]
    if not total:
        return list(parts)
    mean = sum(part * x for part, x in zip(parts, draws, strict=True)) / total
    return [part * (1 + bound * (x - mean) / 2) for part, x in zip(parts, draws, strict=True)]


def _varied(crisis: Crisis, stage: Stage, lasts: float, chance: random.Random) -> Stage:
    bounds = crisis.varies
    peak = min(stage.load.peak * (1 + bounds.peak * chance.uniform(-1, 1)), MOST)
    load = LoadShape(shape=stage.load.shape, peak=peak, low=stage.load.low)
    shares = jitter(list(stage.networks.values()), bounds.networks, chance)
    return stage.model_copy(
        update={
            "lasts": lasts,
            "load": load,
            "networks": dict(zip(stage.networks, shares, strict=True)),
            "cuts": _varied_cuts(stage, lasts, bounds.cuts, chance),
        }
    )


def _varied_cuts(
    stage: Stage, lasts: float, bound: float, chance: random.Random
) -> tuple[Cut, ...]:
    """Vary gaps and cuts together, as parts of the stage: they stay in order and inside."""
    edges = [0.0]
    for cut in stage.cuts:
        edges += [cut.after, cut.after + cut.lasts]
    edges.append(max(stage.lasts, edges[-1]))
    parts = [b - a for a, b in pairwise(edges)]
    cuts = _cuts(stage, jitter(parts, bound, chance), lasts)
    try:
        check_cuts(cuts, lasts)
    except ValueError:  # too close to one another: use those of the file
        return _cuts(stage, parts, lasts)
    return cuts


def _cuts(stage: Stage, parts: Sequence[float], lasts: float) -> tuple[Cut, ...]:
    """Return the cuts of a stage from its gaps and cuts in turn, stretched to `lasts`."""
    edges = [0.0, *accumulate(part * lasts / stage.lasts for part in parts)]
    return tuple(
        cut.model_copy(update={"after": start, "lasts": end - start})
        for cut, start, end in zip(stage.cuts, edges[1::2], edges[2::2], strict=False)
    )
