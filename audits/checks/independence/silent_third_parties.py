"""IND-2 to IND-4: journeys while identity, codes or payment are silent."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.matrix import Cell
from epreuve.audits.checks.independence.translation import translate
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import (
    Measure,
    cut_off_journeys,
    is_one_verdict,
    share,
    share_of_tries,
)
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import Interval
from epreuve.audits.crises.dependency_set import dependency_sets
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.profile.name import title_of
from epreuve.reports.text import Text, join, untranslated


@judgement
def ind_2(without_identity: tuple[Cell, ...], criterion: Criterion) -> Measure:
    """Share of success with the identity provider silent, or another party that stops a journey.

    The party without which the fewest journeys succeed counts.
    """
    cells = _worst(without_identity, lambda cell: cell.completed)
    if cells[0].set == "ID":
        return _success(criterion, cells, translate("the identity provider"))
    worst = cells[0].dependency
    measure = _success(criterion, cells, title_of(worst))
    why = translate(
        "{dependency} is declared as {set}. A journey stops without it, so it is judged as an "
        "identity provider is.",
        dependency=worst,
        set=_kind(cells[0].set),
    )
    return replace(measure, reason=join((why, measure.reason)))


def _kind(set: str) -> Text:
    """Return the title of a kind of dependency."""
    titles = {str(name): kind.title for name, kind in dependency_sets().items()}
    return titles.get(set) or untranslated(set)


@judgement
def ind_3(without_codes: tuple[Cell, ...], criterion: Criterion) -> Measure:
    """Share of success with the SMS or mail gateway silent, the one with the lowest share."""
    cells = _worst(without_codes, lambda cell: cell.completed)
    return _success(criterion, cells, translate("the SMS or mail gateway"))


def _worst(cells: Iterable[Cell], done: Callable[[Cell], int]) -> tuple[Cell, ...]:
    """Return the cells of the dependency with the lowest share done.

    Together, one that journeys do not need would hide the failure of another.
    """
    parties: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        parties[cell.dependency].append(cell)

    def share_done(mine: list[Cell]) -> float:
        return sum(map(done, mine)) / max(_tries(mine).tried, 1)

    worst = min(parties.values(), key=share_done)
    return tuple(worst)


def _tries(cells: Sequence[Cell]) -> Tries:
    """Return the tries, where users whom the next event cut off failed, at worst."""
    tried = sum(cell.tried + cell.cut_off for cell in cells)
    return Tries(tried, sum(cell.completed for cell in cells))


def _success(criterion: Criterion, cells: tuple[Cell, ...], party: Text) -> Measure:
    tries = _tries(cells)
    measure = share_of_tries(
        tries,
        translate(
            "{done} of {tried} journeys succeeded without {party}.", party=party, **tries.counts
        ),
        translate("`attempt`: control users with these third parties silent."),
        is_sample=True,
    )
    return _bounded(criterion, cells, measure)


def _bounded(criterion: Criterion, cells: tuple[Cell, ...], measure: Measure) -> Measure:
    """Return a share of cells up to that where users who were cut off succeeded.

    It is no proof of a knock-out. Raises NoEvidence where they could change the verdict.
    """
    cut_off = sum(cell.cut_off for cell in cells)
    if not cut_off:
        return measure
    number = sum(cell.tried for cell in cells) + cut_off
    best = min(measure.value + cut_off / number, 1.0)
    reason = join((measure.reason, *cut_off_journeys(cells)))
    if not is_one_verdict(criterion, measure.value, best):
        raise NoEvidence(reason)
    bounds = Interval(measure.value, best)
    return replace(measure, reason=reason, counted=None, interval=bounds, conclusive=False)


@judgement
def ind_4(without_payment: tuple[Cell, ...], criterion: Criterion) -> Measure:
    """Share of requests that get a receipt with the payment provider silent, the worst one."""
    cells = _worst(without_payment, lambda cell: cell.acknowledged)
    tried = sum(cell.tried + cell.cut_off for cell in cells)
    numbered = sum(cell.acknowledged for cell in cells)
    measure = Measure(
        numbered / tried,
        share(numbered / tried, numbered, tried),
        translate(
            "{done} of {tried} journeys got a receipt without the payment provider.",
            done=numbered,
            tried=tried,
        ),
        translate("`attempt`: `receipt`, with the payment provider silent."),
    )
    return _bounded(criterion, cells, measure)
