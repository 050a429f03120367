"""Power patterns P0 to P7: how the power goes and comes back, as data (`power_patterns.yaml`)."""

from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel, model_validator

from epreuve.audits.reading.yaml_file import read_model
from epreuve.faults.units import Seconds
from epreuve.reports.text import Text

NONE = "P0"


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Slot(_Record):
    """One cut, in shares of its stage."""

    after: Annotated[float, Field(ge=0, lt=1)]
    lasts: Annotated[float, Field(gt=0, le=1)]


class PowerPattern(_Record):
    """How the power goes and comes back in reality, and what a killed process renders of it."""

    title: Text
    reality: Text
    rendered: Text  # how it is played, and what of it is not
    faithful: bool  # whether cuts and returns alone say it all
    holds: bool = False  # to the end of its phase: there is no return before
    cuts: tuple[_Slot, ...] = ()

    @model_validator(mode="after")
    def _slots_are_in_order(self) -> Self:
        end = 0.0
        for slot in self.cuts:
            if slot.after < end or slot.after + slot.lasts > 1:
                raise ValueError("cuts: each begins after the one before ended, and ends in time")
            end = slot.after + slot.lasts
        return self


class _Patterns(RootModel[dict[str, PowerPattern]]):
    pass


@cache
def power_patterns() -> dict[str, PowerPattern]:
    """All known patterns by id."""
    return read_model(Path(__file__).with_name("power_patterns.yaml"), _Patterns).root


def _known(name: str) -> str:
    if name not in power_patterns():
        raise ValueError(f"is not a power pattern; known are: {', '.join(power_patterns())}")
    return name


PatternId = Annotated[str, AfterValidator(_known)]


class Cut(_Record):
    """One power cut, relative to its stage."""

    after: Seconds
    """Seconds from the beginning of the stage to the cut."""
    lasts: Annotated[Seconds, Field(gt=0)]
    """How long it lasts."""
    pattern: PatternId | None = None
    """The pattern that it renders; the stage's when not given."""


def cuts_in(pattern: str, lasts: float) -> tuple[Cut, ...]:
    """The cuts of a pattern in a stage of `lasts` seconds."""
    return tuple(
        Cut(after=slot.after * lasts, lasts=slot.lasts * lasts, pattern=pattern)
        for slot in power_patterns()[pattern].cuts
    )
