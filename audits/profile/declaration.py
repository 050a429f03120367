"""Declarations of an organisation in the `declared:` block of its profile.

HUM-2: {level: proven, date: 2026-03-02, owner: DSI, evidence: exercice-2026.pdf}
HUM-3: {level: documented, date: 2026-01-31, owner: DGS, evidence: enquete.pdf, value: 82 %}
TER-3: {level: proven, date: 2026-02-10, owner: DSI, evidence: essai.pdf, value: 6h}
GOV-3: {level: documented, date: 2026-05-04, owner: DGS, evidence: roles.pdf, value: [roles]}
GOV-2: {level: proven, owner: DSI, evidence: essai.pdf, value: {exercise: 2026-03-02}}
"""

import datetime
import re
from typing import Annotated, Literal, Self, TypeAlias, get_args

from pydantic import Field, StrictFloat, StrictInt, model_validator

from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.profile.translation import translate
from epreuve.audits.reading.suggestion import with_suggestion
from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.units import duration
from epreuve.reports.text import Text
from epreuve.reports.translation import Number

EvidenceLevel: TypeAlias = Literal["claimed", "documented", "proven"]
EVIDENCE_LEVELS: tuple[EvidenceLevel, ...] = get_args(EvidenceLevel)

Name = Annotated[str, Field(min_length=1)]
Value: TypeAlias = StrictInt | StrictFloat | Name | tuple[Name, ...] | dict[Name, datetime.date]

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(%)?")


class DeclarationError(ValueError):
    """A declaration does not fit its criterion; the message has the remedy."""


class Declaration(FrozenModel):
    """Declaration about one criterion: evidence level, date, owner, evidence and value.

    `evidence` is a file in the folder of the profile, without which the declaration counts as
    claimed. `value` is a number in the curve's unit (a
    share as 0.82 or "82 %", a time as "6h"), the name of a level, a list of names, or names with
    a date each. Documented or proven without date, owner and evidence counts as claimed.
    """

    level: EvidenceLevel
    """Evidence level: claimed, documented, or proven in an exercise."""
    date: datetime.date | None = None
    """Date of the evidence."""
    owner: Name | None = None
    """Person or role that is responsible."""
    evidence: Name | None = None
    """Evidence: a file, relative to the profile; its hash is in the assessment."""
    value: Value | None = None
    """Declared value: a number, a level or names; see `epreuve explain CRITERION`."""

    @model_validator(mode="after")
    def _value_is_not_empty(self) -> Self:
        if isinstance(self.value, (tuple, dict)) and not self.value:
            raise ValueError(translate("value is empty: name at least one item, or remove it"))
        return self

    @property
    def since(self) -> datetime.date | None:
        """Date, or oldest date of the items."""
        if self.date is None and isinstance(self.value, dict):
            return min(self.value.values())
        return self.date

    @property
    def lacks(self) -> tuple[str, ...]:
        """Missing fields that a documented or proven declaration needs."""
        present = {"date": self.since, "owner": self.owner, "evidence": self.evidence}
        return tuple(name for name, content in present.items() if content is None)

    @property
    def document(self) -> str | None:
        """Name of the document that it needs; None for a claim."""
        return None if self.level == "claimed" else self.evidence

    @property
    def evidence_level(self) -> EvidenceLevel:
        """Declared level, or "claimed" when fields are missing."""
        return "claimed" if self.lacks else self.level


def declared_items(criterion: Criterion, declaration: Declaration) -> dict[str, datetime.date]:
    """Return the declared items with their dates. Raises DeclarationError for unknown items."""
    value, since = declaration.value, declaration.since or datetime.date.min
    if criterion.items is None or value is None:
        return {}
    if isinstance(value, (int, float)):
        return {}
    if isinstance(value, dict):
        named = dict(value)
    else:
        named = dict.fromkeys((value,) if isinstance(value, str) else value, since)
    names = criterion.items.names
    for name in named:
        if name not in names:
            sentence = translate(
                "{criterion}: value: unknown item {item}; choose among {items}.",
                criterion=criterion.id, item=repr(name), items=", ".join(names),
            )  # fmt: skip
            raise DeclarationError(with_suggestion(sentence, name, names))
    return named


def declared_amount(criterion: Criterion, declaration: Declaration) -> float | None:
    """Return the declared number in the curve's unit, None when items are named instead.

    Raises DeclarationError for another unit.
    """
    value, unit = declaration.value, criterion.curve.unit
    if value is None or (criterion.items is not None and not isinstance(value, (int, float))):
        return None
    if isinstance(value, str):
        amount = _parse(value, unit)
    elif isinstance(value, (int, float)) and unit != "s":
        amount = float(value)
    else:
        amount = None
    if amount is None or (unit == "share" and amount > 1):
        raise DeclarationError(
            translate(
                "{criterion}: value: {value} is not {expected}",
                criterion=criterion.id, value=repr(value), expected=_expected(unit),
            )
        )  # fmt: skip
    return amount


def _expected(unit: str) -> Text:
    return {
        "share": translate('a share: write 0.82 or "82 %"'),
        "s": translate("a duration: write 30min, 6h or 2d"),
        "count": translate("a number: write 3"),
        "ratio": translate("a number: write 0.5"),
        "points": translate("a number of points, 0 to 100"),
        "B": translate("a number of bytes"),
    }[unit]


def _parse(text: str, unit: str) -> float | None:
    amount = text.strip().replace(",", ".")
    if unit == "s":
        try:
            return duration(amount)
        except ValueError:
            return None
    match = _AMOUNT.fullmatch(amount)
    if match is None:
        return None
    number = float(match[1])
    if match[2]:
        return number / 100 if unit == "share" else None
    return number


def check(criterion: Criterion, declaration: Declaration) -> None:
    """Raise DeclarationError when the declaration does not fit the criterion."""
    if criterion.kind == "measured":
        raise DeclarationError(
            translate(
                "{criterion} is measured and cannot be declared; remove it", criterion=criterion.id
            )
        )
    level_only = criterion.items is None and criterion.curve.unit == "points"
    if level_only and declaration.value is not None:
        raise DeclarationError(
            translate(
                "{criterion}: value: {value} is not used, only the level counts; remove it",
                criterion=criterion.id, value=repr(declaration.value),
            )
        )  # fmt: skip
    declared_items(criterion, declaration)
    amount = declared_amount(criterion, declaration)
    if not level_only and declaration.value is None and declaration.level != "claimed":
        raise DeclarationError(
            translate(
                "{criterion}: value is missing; {remedy}",
                criterion=criterion.id, remedy=_remedy(criterion),
            )
        )  # fmt: skip
    if criterion.items is not None and amount is not None and not _countable(criterion, amount):
        raise DeclarationError(
            translate(
                "{criterion}: value: {value} is not a count of its items; {remedy}",
                criterion=criterion.id, value=Number(amount, 2), remedy=_remedy(criterion),
            )
        )  # fmt: skip


def _remedy(criterion: Criterion) -> Text:
    if criterion.items is not None:
        return translate("name any of {items}", items=", ".join(criterion.items.names))
    return translate("write for example {value}", value=_EXAMPLE[criterion.curve.unit])


_EXAMPLE = {"share": '"82 %"', "s": "6h", "count": "3", "ratio": "0.5", "points": "50", "B": "1000"}


def _countable(criterion: Criterion, amount: float) -> bool:
    """Return whether a count is enough: all items have one point."""
    items = criterion.items
    equal = items is not None and all(item.points == 1 for item in items.of.values())
    return equal and criterion.curve.unit == "count" and 0 <= amount <= criterion.curve.full
