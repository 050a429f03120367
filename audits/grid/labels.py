"""Labels of the fixed values of the grid: kinds, phases, efforts, themes."""

from epreuve.audits.grid.grid import Angle, Family, Quality
from epreuve.reports.assessment import Kind, Phase
from epreuve.reports.phases import phase_names
from epreuve.reports.words import Words


def kinds(_: Words) -> dict[Kind, str]:
    """Return the names of the kinds of criteria."""
    return {
        "measured": _("measured during the audit"),
        "declared": _("declared, with evidence"),
        "mixed": _("declared, and checked by a measurement"),
    }


def phases(_: Words) -> dict[Phase, str]:
    """Return the names of the phases."""
    return {phase: _.of(name) for phase, name in phase_names().items()}


def efforts(_: Words) -> dict[int, str]:
    """Return the names of the efforts, 1 to 3."""
    return {1: _("small"), 2: _("medium"), 3: _("large")}


def angles(family: Family, _: Words) -> str:
    """Return the sentence with the angles of the Fing, "" without any."""
    names: dict[Angle, str] = {
        "data": _("data"),
        "professions": _("professions"),
        "empowerment": _("empowerment"),
        "governance": _("governance"),
    }
    listed = ", ".join(names[angle] for angle in family.angles)
    return _("Angles of the Fing: {angles}.", angles=listed) if listed else ""


def qualities(family: Family, _: Words) -> str:
    """Return the sentence with the qualities of #Reset, "" without any."""
    names: dict[Quality, str] = {
        "inclusive": _("inclusive"),
        "frugal": _("frugal"),
        "democratic": _("democratic"),
        "protective": _("protective"),
        "innovative": _("innovative"),
        "empowering": _("empowering"),
        "fair": _("fair"),
    }
    listed = ", ".join(names[quality] for quality in family.qualities)
    return _("#Reset qualities: {qualities}.", qualities=listed) if listed else ""
