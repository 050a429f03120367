"""Who does what: the role that leads the repairs of a family, and those that help it."""

from typing import Literal

from epreuve.reports.words import Words

Role = Literal["it", "service", "desk", "communication", "management"]

# First the one that leads. An assumption [A]: a small town has one person for several roles.
OF_FAMILY: dict[str, tuple[Role, ...]] = {
    "CON": ("it", "service"),
    "DEG": ("it", "service"),
    "FRU": ("it", "communication"),
    "IND": ("it", "management"),
    "DAT": ("it", "service"),
    "REC": ("it", "management"),
    "HUM": ("desk", "communication"),
    "TER": ("management", "it"),
    "GOV": ("management", "service"),
}
OTHERWISE: tuple[Role, ...] = ("management",)  # a family of a grid of one's own


def of_family(code: str) -> tuple[Role, ...]:
    """Return the roles of a family, the one that leads first."""
    return OF_FAMILY.get(code, OTHERWISE)


def names(_: Words) -> dict[Role, str]:
    """Return each role as it is called in a French local authority."""
    return {
        "it": _("IT department"),
        "service": _("department in charge of the procedure"),
        "desk": _("front desk"),
        "communication": _("communication"),
        "management": _("management"),
    }
