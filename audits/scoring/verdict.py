"""Verdict: score and letter after the caps, each with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from epreuve.audits.scoring.letter import one_above
from epreuve.audits.scoring.means import DECLARED_SHARE, Means
from epreuve.audits.scoring.translation import translate
from epreuve.reports.assessment import Knockout
from epreuve.reports.letters import LETTERS, Letter, letter_of
from epreuve.reports.text import Text
from epreuve.reports.translation import Percent

LETTER_COVERAGE = 0.60  # under it, no letter
A_COVERAGE = 0.85  # under it, no A


@dataclass(frozen=True, slots=True)
class Verdict:
    """Score 0–100, letter, reasons of the caps in the order applied, and why there is no letter."""

    score: float | None
    letter: Letter | None
    caps: tuple[Text, ...]
    no_letter_reasons: tuple[Text, ...]


def decide(
    means: Means,
    knockouts: Sequence[Knockout],
    coverage: float,
    unproven: Sequence[str],
    worst_phase: Letter | None,
    void_reasons: Sequence[Text],
) -> Verdict:
    """Apply the caps: declared share, knock-outs, both conditions of A, worst phase, no letter.

    `unproven` are the criteria with a knock-out and without evidence.
    """
    if means.overall is None:
        return Verdict(None, None, (), (*void_reasons, translate("Nothing was assessed.")))
    caps = _declared(means)
    overall = means.overall
    for knockout in sorted(knockouts, key=lambda knockout: -knockout.cap):
        if knockout.cap < overall:
            overall = knockout.cap
            caps.append(knockout.sentence)
    letter = letter_of(overall)
    if letter == "A" and coverage < A_COVERAGE:
        letter = "B"
        caps.append(_a_coverage(coverage))
    if letter == "A" and unproven:
        letter = "B"
        caps.append(_a_evidence(unproven))
    if worst_phase is not None and LETTERS.index(letter) < LETTERS.index(one_above(worst_phase)):
        letter = one_above(worst_phase)
        caps.append(_phase(worst_phase, letter))
    reasons = (*void_reasons, *_coverage(coverage))
    return Verdict(overall, None if reasons else letter, tuple(caps), reasons)


def _declared(means: Means) -> list[Text]:
    if means.plain_mean is None or means.plain_mean <= means.declared_limit:
        return []
    reason = translate(
        "Declarations alone count for at most {share} of the mean.", share=Percent(DECLARED_SHARE)
    )
    return [reason]


def _a_coverage(coverage: float) -> Text:
    return translate(
        "Letter A needs a coverage of {needed}; it is {share}.",
        needed=Percent(A_COVERAGE),
        share=Percent(coverage, 0),
    )


def _a_evidence(unproven: Sequence[str]) -> Text:
    return translate(
        "Letter A needs evidence on each criterion whose defect limits the letter. Missing "
        "or weak: {criteria}.",
        criteria=list(unproven),
    )


def _phase(worst: Letter, letter: Letter) -> Text:
    return translate(
        "The worst phase has the letter {worst}: the letter cannot be better than {letter}.",
        worst=worst,
        letter=letter,
    )


def _coverage(coverage: float) -> tuple[Text, ...]:
    if coverage >= LETTER_COVERAGE:
        return ()
    return (
        translate(
            "The coverage is {share}: a letter needs {needed}. Declare what no probe can measure "
            "(`declared:`).",
            share=Percent(coverage, 0),
            needed=Percent(LETTER_COVERAGE),
        ),
    )
