"""One line of the grid: what is asked of a service, how it is judged, on whose authority."""

from collections.abc import Iterable
from typing import Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from epreuve.audits.scoring.curve import Curve
from epreuve.reports.assessment import PHASES, Phase, SourceMark
from epreuve.reports.text import Text

Kind: TypeAlias = Literal["measured", "declared", "mixed"]

_MODEL = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Citation(BaseModel):
    """A source of the criterion (a key of sources.yaml) and what is taken from it.

    `mark` is there only when this fact is known better or worse than its source as a whole.
    """

    model_config = _MODEL

    key: str
    note: Text | None = None
    mark: SourceMark | None = None


class Mapping(BaseModel):
    """The neighbouring item in a reference framework, e.g. RGESN 2024 "2.3"."""

    model_config = _MODEL

    framework: str
    item: str


class Ageing(BaseModel):
    """What a proof is still worth: `points` up to `months` after its date."""

    model_config = _MODEL

    months: int = Field(gt=0)
    points: float = Field(ge=0)


class Item(BaseModel):
    """A level or a part that a declaration can name; its points are in the curve's unit.

    `needs` says that the item grades the evidence itself: it pays in full at that rung of the
    evidence ladder or above, nothing below. `ageing`, freshest first, replaces general expiry.
    """

    model_config = _MODEL

    text: Text
    points: float | None = Field(default=None, gt=0)
    ageing: tuple[Ageing, ...] = ()
    needs: Literal["documented", "proven"] | None = None

    @model_validator(mode="after")
    def _points_once(self) -> Self:
        if (self.points is None) == (not self.ageing):
            raise ValueError("an item has either points or ageing")
        months = [step.months for step in self.ageing]
        points = [step.points for step in self.ageing]
        if months != sorted(set(months)) or points != sorted(points, reverse=True):
            raise ValueError("ageing goes from the freshest (most points) to the oldest (fewest)")
        return self

    @property
    def full(self) -> float:
        """The most this item can bring."""
        return self.ageing[0].points if self.points is None else self.points


class Items(BaseModel):
    """What a declaration may name: `best` of ordered levels, or the `sum` of parts.

    With `best`, a level includes those that bring fewer points. A `deductions` entry is taken
    off, in points, unless the declaration names it.
    """

    model_config = _MODEL

    combine: Literal["best", "sum"]
    of: dict[str, Item] = Field(min_length=1)
    deductions: dict[str, Item] = Field(default_factory=dict)

    @property
    def full(self) -> float:
        """The most a declaration can reach."""
        points = [item.full for item in self.of.values()]
        return max(points) if self.combine == "best" else sum(points)

    def points(self, seen: Iterable[str]) -> float:
        """What the items that a measurement saw bring, in the curve's unit.

        Age and deductions are for declarations. KeyError when an item is unknown.
        """
        points = [self.of[name].full for name in set(seen)]
        return max(points, default=0.0) if self.combine == "best" else sum(points)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name a declaration may use."""
        return (*self.of, *self.deductions)


class KnockOut(BaseModel):
    """A defect that caps the score by itself: it `reads` a value or a score, one bound, the cap."""

    model_config = _MODEL

    id: str
    reads: Literal["value", "score"] = "value"
    above: float | None = None
    below: float | None = None
    at_most: float | None = None
    cap: float = Field(ge=0, le=100)
    sentence: Text
    only_essential: bool = False

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if sum(bound is not None for bound in (self.above, self.below, self.at_most)) != 1:
            raise ValueError("a knock-out has one bound: above, below or at_most")
        return self

    def holds(self, number: float) -> bool:
        """Whether the defect is there."""
        return (
            (self.above is not None and number > self.above)
            or (self.below is not None and number < self.below)
            or (self.at_most is not None and number <= self.at_most)
        )


class Criterion(BaseModel):
    """One of the sixty: all that an elected official may read and dispute."""

    model_config = _MODEL

    id: str = Field(pattern=r"^[A-Z]{3}-[1-9][0-9]?$")
    title: Text
    phases: tuple[Phase, ...] = Field(min_length=1)
    kind: Kind
    weight: float = Field(gt=0)
    measure: Text
    curve: Curve
    items: Items | None = None
    sources: tuple[Citation, ...] = Field(min_length=1)
    maps_to: tuple[Mapping, ...] = ()
    recommendation: Text
    effort: Literal[1, 2, 3]  # 1 small … 3 large: our assumption [A]
    knockout: KnockOut | None = None
    na_needs_reason: bool = True
    parameters: dict[str, float] = Field(default_factory=dict)

    @field_validator("sources", mode="before")
    @classmethod
    def _bare_keys(cls, given: Any) -> Any:
        if not isinstance(given, list):
            return given
        return [{"key": one} if isinstance(one, str) else one for one in given]

    @field_validator("maps_to", mode="before")
    @classmethod
    def _by_framework(cls, given: Any) -> Any:
        """`{RGESN 2024: ["2.3"]}` is how it is written; sorted pairs are how it is read."""
        if not isinstance(given, dict):
            return given
        pairs = sorted((name, item) for name, items in given.items() for item in items)
        return [{"framework": name, "item": item} for name, item in pairs]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if tuple(p for p in PHASES if p in self.phases) != self.phases:
            raise ValueError("phases are each named once, in the order before, during, after")
        if self.items is not None and abs(self.items.full - self.curve.full) > 1e-9:
            raise ValueError(
                f"items bring {self.items.full:g} at most, but the curve is full at"
                f" {self.curve.full:g}: make the two equal"
            )
        return self

    @property
    def family(self) -> str:
        """The code of its family."""
        return self.id.partition("-")[0]

    @property
    def number(self) -> int:
        """Its rank inside the family."""
        return int(self.id.partition("-")[2])

    @property
    def measurable(self) -> bool:
        """Whether the harness can bring evidence of its own."""
        return self.kind != "declared"
