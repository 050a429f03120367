"""From sums to a letter: the caps, one after the other, each with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from epreuve.audits.scoring.knockout import Fired
from epreuve.audits.scoring.letter import displayed, one_above
from epreuve.audits.scoring.tally import Tally
from epreuve.reports.letters import LETTERS, Letter, letter_of
from epreuve.reports.text import Text

LETTER_COVERAGE = 0.60  # under it, no letter
A_COVERAGE = 0.85  # under it, no A


@dataclass(frozen=True, slots=True)
class Cap:
    """One cap that was applied: `rule` is declared-share, K1…K7, coverage or phase."""

    rule: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """Score 0–100, letter, the caps in the order applied, and why there is no letter."""

    score: float | None
    letter: Letter | None
    caps: tuple[Cap, ...]
    unclassed: tuple[Text, ...]


def give(
    sums: Tally,
    knockouts: Sequence[Fired],
    coverage: float,
    worst_phase: Letter | None,
    withheld: Sequence[Text],
) -> Verdict:
    """Apply, in this order: declared share, knock-outs, coverage for A, worst phase, no letter."""
    if sums.overall is None:
        nothing = Text(fr="rien n'a été évalué.", en="nothing was assessed.")
        return Verdict(None, None, (), (*withheld, nothing))
    caps = _declared(sums)
    overall = sums.overall
    for one in sorted(knockouts, key=lambda one: -one.cap):
        if one.cap < overall:
            overall = one.cap
            caps.append(Cap(one.id, one.sentence))
    name = letter_of(overall)
    if name == "A" and coverage < A_COVERAGE:
        name = "B"
        caps.append(_a_coverage(coverage))
    if worst_phase is not None and LETTERS.index(name) < LETTERS.index(one_above(worst_phase)):
        name = one_above(worst_phase)
        caps.append(_phase(worst_phase, name))
    unclassed = (*withheld, *_coverage(coverage))
    return Verdict(overall, None if unclassed else name, tuple(caps), unclassed)


def _declared(sums: Tally) -> list[Cap]:
    if sums.plain_mean is None or sums.plain_mean <= sums.declared_limit:
        return []
    reason = Text(
        fr="Les seules déclarations ne comptent que pour 20 % de la moyenne.",
        en="Declarations alone count for no more than 20 % of the mean.",
    )
    return [Cap("declared-share", reason)]


def _a_coverage(coverage: float) -> Cap:
    share = displayed(100 * coverage)
    reason = Text(
        fr=f"La lettre A demande 85 % de couverture ; il y en a {share} %.",
        en=f"Letter A needs 85 % coverage; there is {share} %.",
    )
    return Cap("coverage", reason)


def _phase(worst: Letter, name: Letter) -> Cap:
    reason = Text(
        fr=f"La pire phase vaut {worst} : la lettre ne peut dépasser {name}.",
        en=f"The worst phase is {worst}: the letter cannot be better than {name}.",
    )
    return Cap("phase", reason)


def _coverage(coverage: float) -> tuple[Text, ...]:
    if coverage >= LETTER_COVERAGE:
        return ()
    share = displayed(100 * coverage)
    return (
        Text(
            fr=f"couverture de {share} % : il en faut 60 % pour une lettre. Déclarez ce qu'aucune "
            "sonde ne voit (`declared:`), ou dites ce qui ne concerne pas le service.",
            en=f"coverage is {share} %: a letter needs 60 %. Declare what no probe can see "
            "(`declared:`), or say what does not concern the service.",
        ),
    )
