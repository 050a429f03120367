"""Labels of the fixed values of the grid: kinds, source marks, phases, efforts."""

from epreuve.reports.assessment import Kind, Phase, SourceMark
from epreuve.reports.phases import phase_names
from epreuve.reports.words import Words


def kinds(_: Words) -> dict[Kind, str]:
    """Return the names of the kinds of criteria."""
    return {
        "measured": _("measured during the audit"),
        "declared": _("declared, with evidence"),
        "mixed": _("declared, and checked by a measurement"),
    }


def marks(_: Words) -> dict[SourceMark, str]:
    """Return the meaning of the source marks."""
    return {
        "S": _("read in the source"),
        "P": _("second-hand"),
        "G": _("general knowledge"),
        "A": _("our assumption"),
    }


def phases(_: Words) -> dict[Phase, str]:
    """Return the names of the phases."""
    return {phase: _.of(name) for phase, name in phase_names().items()}


def efforts(_: Words) -> dict[int, str]:
    """Return the names of the efforts, 1 to 3."""
    return {1: _("small"), 2: _("medium"), 3: _("large")}
