"""Criterion of the grid: its measure, its curve and its sources."""

from collections.abc import Iterable
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from epreuve.audits.grid.curve import Curve
from epreuve.audits.grid.translation import translate
from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.assessment import PHASES, Kind, Phase, SourceMark
from epreuve.reports.text import Text
from epreuve.reports.translation import Number


class Citation(FrozenModel):
    """Citation of a source: a key of sources.yaml, and its statement.

    `mark` replaces the mark of the source when this fact is better or less well established.
    """

    key: str
    note: Text | None = None
    mark: SourceMark | None = None


class FrameworkItem(FrozenModel):
    """Similar item of a reference framework, for example RGESN 2024 "2.3"."""

    framework: str
    item: str


class Ageing(FrozenModel):
    """Points of an item until its evidence is `months` old."""

    months: int = Field(gt=0)
    points: float = Field(ge=0)


class Item(FrozenModel):
    """Level or part that a declaration can name. Its points are in the unit of the curve.

    `needs` is the lowest evidence level that earns the points; the item then replaces the general
    shares of evidence levels. `ageing`, freshest first, replaces the general expiry.
    """

    text: Text
    points: float | None = Field(default=None, gt=0)
    ageing: tuple[Ageing, ...] = ()
    needs: Literal["documented", "proven"] | None = None

    @model_validator(mode="after")
    def _points_once(self) -> Self:
        if (self.points is None) == (not self.ageing):
            raise ValueError(translate("an item has either points or ageing"))
        months = [step.months for step in self.ageing]
        points = [step.points for step in self.ageing]
        if months != sorted(set(months)) or points != sorted(points, reverse=True):
            raise ValueError(
                translate("ageing goes from the freshest (most points) to the oldest (fewest)")
            )
        return self

    @property
    def full(self) -> float:
        """Highest number of points of the item."""
        return self.ageing[0].points if self.points is None else self.points


class Items(FrozenModel):
    """Items that a declaration can name: the `best` of ordered levels, or the `sum` of parts.

    With `best`, a level includes the levels with fewer points. A deduction is subtracted unless
    the declaration names it.
    """

    combine: Literal["best", "sum"]
    of: dict[str, Item] = Field(min_length=1)
    deductions: dict[str, Item] = Field(default_factory=dict)

    @property
    def full(self) -> float:
        """Highest number of points of a declaration."""
        points = [item.full for item in self.of.values()]
        return max(points) if self.combine == "best" else sum(points)

    def points(self, names: Iterable[str]) -> float:
        """Return the points of measured items, in the unit of the curve.

        Age and deductions apply to declarations only. Raises KeyError for an unknown item.
        """
        points = [self.of[name].full for name in set(names)]
        return max(points, default=0.0) if self.combine == "best" else sum(points)

    @property
    def names(self) -> tuple[str, ...]:
        """All names that a declaration can use."""
        return (*self.of, *self.deductions)


class KnockOut(FrozenModel):
    """Defect that caps the score by itself, and the bound of the value or score that shows it."""

    id: str
    reads: Literal["value", "score"] = "value"
    above: float | None = None
    below: float | None = None
    at_most: float | None = None
    cap: float = Field(ge=0, le=100)
    sentence: Text
    only_essential: bool = False
    needs_speed: bool = True  # a bench that is too slow can produce it: none in a void trial

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if sum(bound is not None for bound in (self.above, self.below, self.at_most)) != 1:
            raise ValueError(translate("a knock-out has one bound: above, below or at_most"))
        return self

    def holds(self, number: float) -> bool:
        """Return whether a value or score shows the defect."""
        return (
            (self.above is not None and number > self.above)
            or (self.below is not None and number < self.below)
            or (self.at_most is not None and number <= self.at_most)
        )


class Criterion(FrozenModel):
    """Criterion of the grid."""

    id: str = Field(pattern=r"^[A-Z]{3}-[1-9][0-9]?$")
    title: Text
    phases: tuple[Phase, ...] = Field(min_length=1)
    kind: Kind
    weight: float = Field(gt=0)
    measure: Text
    curve: Curve
    items: Items | None = None
    sources: tuple[Citation, ...] = Field(min_length=1)
    maps_to: tuple[FrameworkItem, ...] = ()
    recommendation: Text
    effort: Literal[1, 2, 3]  # 1 small, 2 medium, 3 large: our assumption [A]
    knockout: KnockOut | None = None
    na_needs_reason: bool = True
    parameters: dict[str, float] = Field(default_factory=dict)

    @field_validator("sources", mode="before")
    @classmethod
    def _bare_keys(cls, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return [{"key": item} if isinstance(item, str) else item for item in value]

    @field_validator("maps_to", mode="before")
    @classmethod
    def _by_framework(cls, value: Any) -> Any:
        """Convert `{RGESN 2024: ["2.3"]}`, as in YAML, to sorted pairs."""
        if not isinstance(value, dict):
            return value
        pairs = sorted((name, item) for name, items in value.items() for item in items)
        return [{"framework": name, "item": item} for name, item in pairs]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if tuple(p for p in PHASES if p in self.phases) != self.phases:
            raise ValueError(translate("name each phase once, in the order before, during, after"))
        if self.items is not None and abs(self.items.full - self.curve.full) > 1e-9:
            raise ValueError(
                translate(
                    "the items have {points} points, but the curve is full at {full}: make the two "
                    "numbers equal",
                    points=Number(self.items.full, 2), full=Number(self.curve.full, 2),
                )
            )  # fmt: skip
        return self

    @property
    def family(self) -> str:
        """Code of the family."""
        return self.id.partition("-")[0]

    @property
    def number(self) -> int:
        """Number inside the family."""
        return int(self.id.partition("-")[2])

    @property
    def measurable(self) -> bool:
        """Whether epreuve can measure it."""
        return self.kind != "declared"
