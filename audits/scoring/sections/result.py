"""The letter and what stands behind it, from the score."""

from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.score import Score
from epreuve.reports import assessment as told
from epreuve.reports.text import join


def result(grid: Grid, found: Score) -> told.Result:
    """The score in full: caps, knock-outs, phases and families."""
    notes = [*found.unclassed, *(cap.reason for cap in found.caps)]
    return told.Result(
        letter=found.letter,
        letter_note=join(notes) if notes else None,
        letter_without_knockouts=found.letter_without_knockouts,
        score=found.observed,
        floor=found.floor,
        ceiling=found.ceiling,
        coverage=found.coverage,
        caps=tuple(cap.reason for cap in found.caps),
        knockouts=tuple(
            told.Knockout(id=k.id, criterion=k.criterion, cap=k.cap, sentence=k.sentence)
            for k in found.knockouts
        ),
        phases=tuple(
            told.PhaseScore(phase=each.phase, score=each.score, letter=each.letter)
            for each in found.phases
        ),
        families=tuple(
            told.FamilyScore(
                code=each.code,
                title=grid.family(each.code).title,
                weight=each.weight,
                score=each.score,
                coverage=each.coverage,
                note=None if each.capped is None else each.capped,
            )
            for each in found.families
        ),
    )
