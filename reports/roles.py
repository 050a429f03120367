"""Roles that lead and support the repairs of each family."""

from typing import Literal

from epreuve.reports.words import Words

Role = Literal["it", "service", "desk", "communication", "management"]

# The first role leads. Assumption [A]: in a small town, one person has several roles.
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
OTHERWISE: tuple[Role, ...] = ("management",)  # for families of a custom grid


def of_family(code: str) -> tuple[Role, ...]:
    """Return the roles of a family; the first one leads."""
    return OF_FAMILY.get(code, OTHERWISE)


def names(_: Words) -> dict[Role, str]:
    """Return the name of each role in a French local authority."""
    return {
        "it": _("IT department"),
        "service": _("department in charge of the procedure"),
        "desk": _("front desk"),
        "communication": _("communication"),
        "management": _("management"),
    }
