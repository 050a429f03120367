"""The hold-out: a crisis whose figures were moved a little, so that nobody tunes to the file.

Pure: the same crisis and seed give the same hold-out, which records the seed. The story, its causes
and their order stay; each figure stays within the bounds that the crisis declares (`varies`).
"""

import random
from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise

from epreuve.audits.crises.crisis import Crisis
from epreuve.audits.crises.power_pattern import Cut
from epreuve.audits.crises.stage import MOST, LoadShape, Stage, check_cuts
from epreuve.reports.text import Text


def hold_out(crisis: Crisis, seed: int) -> Crisis:
    """The crisis with its peaks, shares, lengths and cuts drawn anew within its bounds."""
    chance = random.Random(f"{crisis.id}:{seed}")
    bounds = crisis.varies
    stages: list[Stage] = []
    for _, group in groupby(crisis.stages, key=lambda stage: stage.phase):
        phase = list(group)
        lengths = jitter([stage.lasts for stage in phase], bounds.durations, chance)
        stages += [
            _moved(crisis, stage, lasts, chance)
            for stage, lasts in zip(phase, lengths, strict=True)
        ]
    moved: dict[str, object] = {"stages": tuple(stages), "held_out": seed}
    moved["assumptions"] = (*crisis.assumptions, _told(seed))  # so that every report says it
    return Crisis.model_validate(crisis.model_copy(update=moved).model_dump())


def _told(seed: int) -> Text:
    return Text(
        fr=f"Variante {seed} : affluences, réseaux, durées et coupures ont été déplacés au hasard, "
        "dans les bornes que la crise déclare.",
        en=f"Hold-out {seed}: loads, networks, durations and cuts were moved at random, within the "
        "bounds that the crisis declares.",
    )


def jitter(parts: Sequence[float], bound: float, chance: random.Random) -> list[float]:
    """Parts of the same whole, each moved by at most `bound` of itself.

    part' = part * (1 + bound * (x - mean) / 2), with x uniform in [-1, 1] and
    mean = sum(part x) / sum(part), so that the whole stays what it is.
    """
    total = sum(parts)
    draws = [chance.uniform(-1, 1) for _ in parts]
    if not total:
        return list(parts)
    mean = sum(part * x for part, x in zip(parts, draws, strict=True)) / total
    return [part * (1 + bound * (x - mean) / 2) for part, x in zip(parts, draws, strict=True)]


def _moved(crisis: Crisis, stage: Stage, lasts: float, chance: random.Random) -> Stage:
    bounds = crisis.varies
    peak = min(stage.load.peak * (1 + bounds.peak * chance.uniform(-1, 1)), MOST)
    load = LoadShape(shape=stage.load.shape, peak=peak, low=stage.load.low)
    shares = jitter(list(stage.networks.values()), bounds.networks, chance)
    return stage.model_copy(
        update={
            "lasts": lasts,
            "load": load,
            "networks": dict(zip(stage.networks, shares, strict=True)),
            "cuts": _moved_cuts(stage, lasts, bounds.cuts, chance),
        }
    )


def _moved_cuts(stage: Stage, lasts: float, bound: float, chance: random.Random) -> tuple[Cut, ...]:
    """Gaps and cuts are parts of the stage: moved together, they stay in order and inside."""
    edges = [0.0]
    for cut in stage.cuts:
        edges += [cut.after, cut.after + cut.lasts]
    edges.append(max(stage.lasts, edges[-1]))
    parts = [b - a for a, b in pairwise(edges)]
    cuts = _cuts(stage, jitter(parts, bound, chance), lasts)
    try:
        check_cuts(cuts, lasts)
    except ValueError:  # too close to one another now: as in the file, then
        return _cuts(stage, parts, lasts)
    return cuts


def _cuts(stage: Stage, parts: Sequence[float], lasts: float) -> tuple[Cut, ...]:
    """The cuts of a stage from its gaps and cuts in turn, stretched to `lasts`."""
    edges = [0.0, *accumulate(part * lasts / stage.lasts for part in parts)]
    return tuple(
        cut.model_copy(update={"after": start, "lasts": end - start})
        for cut, start, end in zip(stage.cuts, edges[1::2], edges[2::2], strict=False)
    )
