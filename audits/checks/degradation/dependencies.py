"""DEG-1 and DEG-2: success of journeys while one dependency is slow or silent."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from epreuve.audits.checks.degradation.translation import translate
from epreuve.audits.checks.facts.matrix import Cell
from epreuve.audits.checks.facts.reached import require_contacted
from epreuve.audits.checks.facts.undeclared import Undeclared
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import (
    Measure,
    cut_off_journeys,
    is_one_verdict,
    listed,
    share,
    some,
)
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import Interval
from epreuve.audits.grid.criterion import Criterion
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Percent


@judgement
def deg_1(
    matrix: tuple[Cell, ...],
    cells: tuple[Cell, ...],
    unproven: dict[str, Text],
    contradicted_comfort: frozenset[str],
    undeclared: Undeclared,
    criterion: Criterion,
) -> Measure:
    """Success with each dependency slow in turn: mean of the average and the worst.

    One that was never contacted may be the worst: with it, only a mark of 0 is certain. Users whom
    the next event cut off failed, at worst, where they cannot change the verdict. A dependency
    declared as comfort is not slowed: if a journey needs it, no journey succeeds, at worst. The
    same holds for one that is not declared.
    """
    slow = [cell for cell in matrix if cell.mode == "slow"]
    never_slowed = dict.fromkeys((*sorted(contradicted_comfort), *undeclared.hosts), 0.0)
    if not slow and not never_slowed:
        raise NoEvidence(translate("No dependency was slowed."))
    failed = (*_never_slowed(sorted(contradicted_comfort)), *_counted_as_failed(undeclared))
    means = _means(slow, [cell.shares.low for cell in slow])
    value = _slow_value(means | never_slowed)
    best = _slow_value(_means(slow, [cell.shares.high for cell in slow]) | never_slowed)
    if not is_one_verdict(criterion, value, best):
        raise NoEvidence(join(cut_off_journeys(slow)))
    require_contacted(unproven, criterion.curve.score(value))
    return Measure(
        value,
        _shown_slow(value, means | never_slowed),
        join((*_slowest(means), *failed, *cut_off_journeys(slow), *_notes(cells, "slow"))),
        translate(
            "`attempt`: control users with each dependency slow, compared with the control cell."
        ),
        interval=Interval(value, best) if best > value else None,
    )


def _means(cells: list[Cell], shares: list[float]) -> dict[str, float]:
    """Return the mean share of success by dependency."""
    by_dependency: dict[str, list[float]] = defaultdict(list)
    for cell, one in zip(cells, shares, strict=True):
        by_dependency[cell.dependency].append(one)
    return {name: sum(group) / len(group) for name, group in by_dependency.items()}


def _slowest(means: dict[str, float]) -> Iterator[Text]:
    if not means:
        return
    worst = min(means, key=lambda name: means[name])
    yield translate(
        "Dependencies slowed by 10 s in turn: {n}. The worst is {worst}: {share} of the journeys "
        "succeeded.",
        n=len(means),
        worst=worst,
        share=Percent(means[worst], 0),
    )


def _never_slowed(names: Iterable[str]) -> Iterator[Text]:
    """Yield the sentence that names the dependencies that count as failed, if any."""
    if never_slowed := list(names):
        yield translate(
            "Declared as comfort, so not slowed, but a journey does not work without it. Counted "
            "as no success: {names}.",
            names=never_slowed,
        )


def _shown_slow(value: float, means: dict[str, float]) -> Text:
    mean, worst = sum(means.values()) / len(means), min(means.values())
    return translate(
        "{share} (mean {mean}, worst {worst})",
        share=Percent(value), mean=Percent(mean), worst=Percent(worst),
    )  # fmt: skip


def _counted_as_failed(undeclared: Undeclared) -> Iterator[Text]:
    if undeclared.hosts:
        yield translate(
            "Not declared, so counted as failed: {hosts}.", hosts=", ".join(undeclared.hosts)
        )


def _slow_value(means: dict[str, float]) -> float:
    return (sum(means.values()) / len(means) + min(means.values())) / 2


@judgement
def deg_2(
    matrix: tuple[Cell, ...],
    cells: tuple[Cell, ...],
    unproven: dict[str, Text],
    undeclared: Undeclared,
    critical_journeys: tuple[str, ...],
    criterion: Criterion,
) -> Measure:
    """Share of journey × dependency cells completed with the dependency silent.

    Cells of a dependency that was never contacted, or past its proxy, count as blocked, at worst,
    where they cannot change the verdict. So do undecided cells, whose users the next event cut off.
    With an undeclared third party, each journey is blocked.
    """
    silent = silent_in(matrix)
    undecided = [cell for cell in silent if cell.undecided]
    working = [cell for cell in silent if cell.works and not cell.undecided]
    past = [cell for cell in working if cell.dependency in unproven]
    done = [cell for cell in working if cell not in past]
    others = [cell for cell in cells if cell.mode == "silent" and cell not in silent]
    never = sum(cell.dependency in unproven for cell in others)
    failed = len(undeclared.hosts) * len(critical_journeys)
    number, unknown = len(silent) + never + failed, never + len(undecided) + len(past)
    value, best = len(done) / number, (len(done) + unknown) / number
    if not is_one_verdict(criterion, value, best):
        require_contacted(unproven if never or past else {})
        raise NoEvidence(join(_undecided(undecided)))
    blocked = [cell.title for cell in silent if cell not in (*working, *undecided)]
    sentences = (*_blocked(blocked, undecided), *_counted_as_failed(undeclared))
    return Measure(
        value,
        translate("at least {share}", share=Percent(value))
        if unknown
        else share(value, len(done), number),
        join((*sentences, *_undecided(undecided), *_notes(cells, "silent"))),
        translate(
            "`attempt`: control users with each dependency silent, compared with the control cell."
        ),
        interval=Interval(value, best) if unknown else None,
    )


def silent_in(matrix: tuple[Cell, ...]) -> list[Cell]:
    """Return the silent cells of the matrix. Raises NoEvidence without any."""
    silent = [cell for cell in matrix if cell.mode == "silent"]
    if not silent:
        raise NoEvidence(translate("No dependency was silent in a cell that proves something."))
    return silent


def _notes(cells: tuple[Cell, ...], mode: str) -> Iterator[Text]:
    """Yield the cells without a result, with the reasons, and the dependencies never called."""
    mine = [cell for cell in cells if cell.mode == mode and not cell.undecided]
    doubts = [cell.doubt for cell in mine if cell.doubt is not None]
    if doubts:
        yield translate.plural(
            "{n} cell is inconclusive and does not count.",
            "{n} cells are inconclusive and do not count.",
            len(doubts),
        )
        yield from some(doubts)
    unused = dict.fromkeys(
        cell.dependency
        for cell in cells
        if cell.unused and not cell.uncontacted and cell.mode == mode
    )
    if unused:
        yield translate("Unused: the journeys never call {names}.", names=list(unused))


def _undecided(cells: list[Cell]) -> Iterator[Text]:
    """Yield the cells that count as blocked at worst, with the reasons, if any."""
    if cells:
        yield translate(
            "Blocked at worst: {journeys}.",
            journeys=listed([cell.title for cell in cells]),
        )
        yield from some(cell.doubt for cell in cells if cell.doubt)


def _blocked(blocked: list[Text], undecided: list[Cell]) -> Iterator[Text]:
    if blocked:
        yield translate("Blocked: {journeys}.", journeys=listed(blocked))
    elif not undecided:
        yield translate("Every journey succeeds.")
