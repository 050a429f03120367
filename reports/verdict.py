"""The sentence of each letter, and the interval around it."""

from epreuve.reports.assessment import Result
from epreuve.reports.letters import Letter
from epreuve.reports.words import Words


def verdict(letter: Letter | None, _: Words) -> str:
    """Return the letter's sentence, for somebody who will read only that."""
    if letter is None:
        return _("No letter: this run does not prove enough.")
    return {
        "A": _("This service holds in this crisis."),
        "B": _("This service holds in this crisis, with some weak points."),
        "C": _("This service holds in part: it has serious weak points."),
        "D": _("This service holds poorly: many people would be left without an answer."),
        "E": _("This service lets people down in this crisis."),
        "F": _("This service fails in this crisis."),
        "G": _("This service makes the crisis worse."),
    }[letter]


def likely(result: Result, _: Words) -> str:
    """Return “C (58–66), possibly B”; empty for a single run, whose interval is not known."""
    if result.interval is None or result.letter is None:
        return ""
    low, high = (_.score(end) for end in result.interval)
    told = f"{result.letter} ({low}–{high})"
    others = ", ".join(result.possibly)
    return _("{told}, possibly {others}", told=told, others=others) if others else told
