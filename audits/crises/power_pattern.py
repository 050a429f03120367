"""Power patterns P0 to P7: times of power cuts, as data (`power_patterns.yaml`)."""

from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, RootModel, model_validator

from epreuve.audits.crises.translation import translate
from epreuve.audits.reading.yaml_file import read_model
from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.units import InSeconds
from epreuve.reports.text import Text

NONE = "P0"


class _Slot(FrozenModel):
    """One cut, in shares of its stage."""

    after: Annotated[float, Field(ge=0, lt=1)]
    lasts: Annotated[float, Field(gt=0, le=1)]


class PowerPattern(FrozenModel):
    """Times of power cuts, and the limits of their simulation."""

    title: Text
    rendered: Text  # how it is simulated, and what is not
    holds: bool = False  # whether the power stays off until the end of the phase
    cuts: tuple[_Slot, ...] = ()

    @model_validator(mode="after")
    def _check_slots(self) -> Self:
        end = 0.0
        for slot in self.cuts:
            if slot.after < end or slot.after + slot.lasts > 1:
                raise ValueError(
                    translate(
                        "cuts: each must begin after the end of the one before, and end in its "
                        "stage"
                    )
                )
            end = slot.after + slot.lasts
        return self


class _Patterns(RootModel[dict[str, PowerPattern]]):
    pass


@cache
def power_patterns() -> dict[str, PowerPattern]:
    """Return all patterns by id."""
    return read_model(Path(__file__).with_name("power_patterns.yaml"), _Patterns).root


def _known(name: str) -> str:
    if name not in power_patterns():
        raise ValueError(
            translate(
                "is not a power pattern; known are: {names}", names=", ".join(power_patterns())
            )
        )
    return name


PatternId = Annotated[str, AfterValidator(_known)]


class Cut(FrozenModel):
    """One power cut of a stage."""

    after: InSeconds
    """Time from the start of the stage to the cut."""
    lasts: Annotated[InSeconds, Field(gt=0)]
    """Length of the cut."""
    pattern: PatternId | None = None
    """Pattern that it belongs to. Default: the pattern of the stage."""


def cuts_in(pattern: str, lasts: float) -> tuple[Cut, ...]:
    """Return the cuts of a pattern in a stage of `lasts` seconds."""
    return tuple(
        Cut(after=slot.after * lasts, lasts=slot.lasts * lasts, pattern=pattern)
        for slot in power_patterns()[pattern].cuts
    )
