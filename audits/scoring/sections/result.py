"""Result section: the letter, the scores, the caps and the knock-outs."""

from epreuve.audits.scoring.score import Score
from epreuve.reports.assessment import Result
from epreuve.reports.text import join


def result(score: Score) -> Result:
    """Return the result section of an assessment."""
    notes = [*score.no_letter_reasons, *(cap.reason for cap in score.caps)]
    return Result(
        letter=score.letter,
        letter_note=join(notes) if notes else None,
        letter_without_knockouts=score.letter_without_knockouts,
        score=score.observed,
        floor=score.floor,
        ceiling=score.ceiling,
        coverage=score.coverage,
        caps=tuple(cap.reason for cap in score.caps),
        knockouts=score.knockouts,
        phases=score.phases,
        families=score.families,
    )
