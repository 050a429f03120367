"""Sentence of a letter, figures and interval of a score."""

from epreuve.reports.assessment import Result
from epreuve.reports.letters import Letter
from epreuve.reports.words import Words


def verdict(letter: Letter | None, _: Words) -> str:
    """Return the sentence of a letter."""
    if letter is None:
        return _("No letter: this run has too little evidence.")
    return {
        "A": _("This service works in this crisis."),
        "B": _("This service works in this crisis, with some weak points."),
        "C": _("This service works in part: it has serious weak points."),
        "D": _("This service works poorly: many people would get no response."),
        "E": _("This service does not meet people’s needs in this crisis."),
        "F": _("This service fails in this crisis."),
        "G": _("This service makes the crisis worse."),
    }[letter]


def score_figures(result: Result, _: Words) -> str:
    """Return the score, its bounds and the coverage."""
    return _(
        "{score} out of 100 (floor {floor}, ceiling {ceiling}), {coverage} of the grid assessed",
        score=_.score(result.score),
        floor=_.score(result.floor),
        ceiling=_.score(result.ceiling),
        coverage=_.percent(result.coverage),
    )


def score_interval(result: Result, _: Words) -> str:
    """Return “C (58–66), possibly B”; "" for a single run, which has no interval."""
    if result.interval is None or result.letter is None:
        return ""
    low, high = (_.score(end) for end in result.interval)
    interval = f"{result.letter} ({low}–{high})"
    others = ", ".join(result.possibly)
    return (
        _("{interval}, possibly {others}", interval=interval, others=others) if others else interval
    )
