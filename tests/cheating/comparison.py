"""Comparison of the verdicts on a cheat and on its truthful twin."""

from collections.abc import Iterable

from tests.synthetic.audit import Verdicts

DRAWN = 0.5  # points: another plan draws other users


def better(cheat: Verdicts, truth: Verdicts) -> list[str]:
    """Return what is better for the cheat: criteria, knock-outs, score and floor.

    A run without a score is no better than any other, unless its floor is.
    """
    if cheat.total.score is None:
        return [] if cheat.total.floor == 0 else [f"floor: {cheat.total.floor}"]
    return [*_criteria(cheat, truth), *_totals(cheat, truth)]


def _criteria(cheat: Verdicts, truth: Verdicts) -> Iterable[str]:
    """Yield the criteria that score more, and those that escape a judgement."""
    for id, true in truth.results.items():
        if true.mark.score is None:
            continue
        found = cheat.results[id].mark
        if found.score is None and true.mark.score < 100:
            yield f"{id}: {found.outcome} instead of {true.mark.score:.0f}"
        elif found.score is not None and found.score > true.mark.score + DRAWN:
            yield f"{id}: {found.score:.0f} instead of {true.mark.score:.0f}"


def _totals(cheat: Verdicts, truth: Verdicts) -> Iterable[str]:
    yield from (f"{id} does not fire" for id in sorted(truth.knockouts - cheat.knockouts))
    for name in ("score", "floor"):
        found, true = getattr(cheat.total, name), getattr(truth.total, name)
        if found is not None and found > true:
            yield f"{name}: {found:.1f} instead of {true:.1f}"
