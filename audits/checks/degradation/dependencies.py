"""DEG-1 to DEG-3: journeys while one dependency is slow or silent."""

from collections import defaultdict
from collections.abc import Iterator

from epreuve.audits.checks.degradation.translation import translate
from epreuve.audits.checks.facts.matrix import Cell
from epreuve.audits.checks.facts.reached import require_contacted
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import PASS, Measure, is_one_verdict, seconds, share
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import Interval
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.grid.criterion import Criterion
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Percent, Seconds

SHOWN = 6  # blocked journeys in a sentence


@judgement
def deg_1(
    matrix: tuple[Cell, ...],
    cells: tuple[Cell, ...],
    unproven: dict[str, Text],
    criterion: Criterion,
) -> Measure:
    """Success with each dependency slow in turn: mean of the average and the worst.

    One that was never contacted may be the worst: with it, only a mark of 0 is certain.
    """
    slow = [cell for cell in matrix if cell.mode == "slow"]
    if not slow:
        raise NoEvidence(translate("No dependency was slowed."))
    by_dependency: dict[str, list[float]] = defaultdict(list)
    for cell in slow:
        by_dependency[cell.dependency].append(cell.completed / cell.tried)
    means = {name: sum(shares) / len(shares) for name, shares in by_dependency.items()}
    worst = min(means, key=lambda name: means[name])
    value = (sum(means.values()) / len(means) + means[worst]) / 2
    require_contacted(unproven, criterion.curve.score(value))
    return Measure(
        value,
        share(value, sum(c.completed for c in slow), sum(c.tried for c in slow)),
        join(
            (
                translate(
                    "Dependencies slowed by 10 s in turn: {n}. The worst is {worst}: {share} of "
                    "the journeys succeeded.",
                    n=len(means),
                    worst=worst,
                    share=Percent(means[worst], 0),
                ),
                *_notes(cells, "slow"),
            )
        ),
        translate(
            "`attempt`: control users in the cells `*:slow`, each compared with the control cell."
        ),
    )


@judgement
def deg_2(
    matrix: tuple[Cell, ...],
    cells: tuple[Cell, ...],
    unproven: dict[str, Text],
    criterion: Criterion,
) -> Measure:
    """Share of journey × dependency cells completed with the dependency silent.

    Cells of a dependency that was never contacted count as blocked, at worst, where they cannot
    change the verdict.
    """
    silent = _silent(matrix)
    done = [cell for cell in silent if cell.works]
    never = sum(cell.mode == "silent" and cell.dependency in unproven for cell in cells)
    number = len(silent) + never
    value, best = len(done) / number, (len(done) + never) / number
    if not is_one_verdict(criterion, value, best):
        require_contacted(unproven)
    blocked = sorted({f"{c.journey} × {c.dependency}" for c in silent if c not in done})
    return Measure(
        value,
        translate("at least {share}", share=Percent(value))
        if never
        else share(value, len(done), number),
        join((_blocked(blocked), *_notes(cells, "silent"))),
        translate(
            "`attempt`: control users in the cells `*:silent`, each compared with the control cell."
        ),
        interval=Interval(value, best) if never else None,
    )


def _silent(matrix: tuple[Cell, ...]) -> list[Cell]:
    silent = [cell for cell in matrix if cell.mode == "silent"]
    if not silent:
        raise NoEvidence(translate("No dependency was silent in a cell that proves something."))
    return silent


def _notes(cells: tuple[Cell, ...], mode: str) -> Iterator[Text]:
    """Yield the cells without a result, with the reasons, and the dependencies never called."""
    doubts = [cell.doubt for cell in cells if cell.mode == mode and cell.doubt is not None]
    if doubts:
        yield translate.plural(
            "{n} cell is inconclusive and does not count.",
            "{n} cells are inconclusive and do not count.",
            len(doubts),
        )
        yield from list(dict.fromkeys(doubts))[:SHOWN]
    unused = dict.fromkeys(
        cell.dependency
        for cell in cells
        if cell.unused and not cell.uncontacted and cell.mode == mode
    )
    if unused:
        yield translate("Unused: the journeys never call {names}.", names=", ".join(unused))


def _blocked(blocked: list[str]) -> Text:
    if not blocked:
        return translate("Every journey succeeds.")
    return translate("Blocked: {journeys}.", journeys=", ".join(blocked[:SHOWN]))


@judgement
def deg_3(
    matrix: tuple[Cell, ...],
    calm_waits: tuple[float, ...],
    unproven: dict[str, Text],
    criterion: Criterion,
) -> Measure:
    """95th percentile of the wait for success or a clear message, dependency silent.

    Users of a dependency that was never contacted may wait longer: only a mark of 0 is certain.
    Where journeys without any fault already take too long to pass, no dependency is the cause.
    """
    _require_short_calm(calm_waits, criterion)
    waits = [wait for cell in _silent(matrix) for wait in cell.waits]
    value = percentile(waits, 0.95)
    require_contacted(unproven, criterion.curve.score(value))
    return Measure(
        value,
        seconds(value),
        translate(
            "Journeys while a dependency was silent: {n}. A wait ends with the first clear message "
            "or with the success. A failure without a message counts as endless.",
            n=len(waits),
        ),
        translate(
            "Cells `*:silent`: `ended` − `intended` of `attempt`, or the first response of "
            "`request` where `guided` is true."
        ),
    )


def _require_short_calm(calm_waits: tuple[float, ...], criterion: Criterion) -> None:
    usual = percentile(calm_waits, 0.95) if calm_waits else 0.0
    if criterion.curve.score(usual) < PASS:
        raise NoEvidence(
            translate(
                "Without any fault, 95% of the journeys already take up to {time}: no dependency "
                "is the cause of such a wait.",
                time=Seconds(usual, 1),
            )
        )
