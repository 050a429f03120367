"""A stage: one part of a crisis, with one cause of failure."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from epreuve.audits.crises.load_shape import LOW, SHAPES
from epreuve.audits.crises.network import networks
from epreuve.audits.crises.power_pattern import NONE, Cut, PatternId
from epreuve.audits.crises.stage_fault import StageFault, check_together
from epreuve.audits.crises.translation import translate
from epreuve.audits.profile.model import DependencySet
from epreuve.audits.profile.name import Title
from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.units import InSeconds
from epreuve.reports.assessment import Phase
from epreuve.reports.text import Text
from epreuve.reports.translation import Number

RESERVED = frozenset({"before", "during", "after", "ramp", "baseline-1", "baseline-2"})
MOST = 1_000.0  # times the normal peak: more is a typing error
OLD_KEYS = {"silent": "silent", "slow": "slow", "erring": "error_response", "refused": "refused"}
CLOSEST = 1 / 24  # of a stage, between two cuts: closer ones would merge when time is compressed


def _known_shape(name: str) -> str:
    if name not in SHAPES:
        raise ValueError(
            translate("is not a load shape; known are: {names}", names=", ".join(sorted(SHAPES)))
        )
    return name


def _free_id(name: str) -> str:
    if name in RESERVED:
        raise ValueError(
            translate(
                "is a window of every plan; choose another than {names}",
                names=", ".join(sorted(RESERVED)),
            )
        )
    return name


def _known_network(name: str) -> str:
    if name not in networks():
        raise ValueError(
            translate("is not a network; known are: {names}", names=", ".join(sorted(networks())))
        )
    return name


class LoadShape(FrozenModel):
    """Load of a stage."""

    shape: Annotated[str, AfterValidator(_known_shape)] = "constant"
    """Shape of the load over the stage."""
    peak: Annotated[float, Field(gt=0, le=MOST)] = 1.0
    """Highest load, in multiples of the normal peak."""
    low: Annotated[float, Field(ge=0, le=1)] = LOW
    """Load of `trough-rebound` during the trough, in multiples of the normal peak."""

    def at(self, t: float) -> float:
        """Return the multiplier `t` seconds, at scale 1, after the start of the stage."""
        return SHAPES[self.shape](t, self.peak, self.low)


Share = Annotated[float, Field(ge=0, le=1)]
NetworkId = Annotated[str, AfterValidator(_known_network)]
Mix = dict[NetworkId, Share]  # share of users


class CohortTitle(FrozenModel):
    """Users of a crisis who share a network."""

    title: Title
    """Name for readers, in French and English: `{fr: La vallée, en: The valley}`."""


def _check_sum(mix: Mix) -> Mix:
    total = sum(mix.values())
    if mix and abs(total - 1) > 0.005:
        raise ValueError(
            translate("shares add up to {total}; make them add up to 1", total=Number(total, 2))
        )
    return mix


class StageParts(FrozenModel):
    """Fields of a stage that do not depend on its length."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$"), AfterValidator(_free_id)]
    """Name of the stage in plans and evidence."""
    title: Text
    """What happens, in a few words."""
    load: LoadShape = LoadShape()
    """How many users arrive."""
    networks: Annotated[Mix, AfterValidator(_check_sum)] = {}
    """Network → share of users; the shares add up to 1."""
    returns: Share = 0.0
    """Share of the users without a link so far who come back in this stage, on `networks`."""
    faults: Annotated[tuple[StageFault, ...], AfterValidator(check_together)] = ()
    """How dependencies fail: each entry names sets and one fault."""
    power: PatternId = NONE
    """Pattern of power cuts: `P0` (no cut) to `P7`."""

    def sets_with(self, kind: str) -> set[DependencySet]:
        """Return the sets that have a fault of this kind."""
        return {name for entry in self.faults if entry.fault.kind == kind for name in entry.sets}

    @model_validator(mode="before")
    @classmethod
    def _refuse_old_keys(cls, value: object) -> object:
        if isinstance(value, Mapping):
            for key in (key for key in OLD_KEYS if key in value):
                sets = ", ".join(map(str, value[key])) or "ID"
                raise ValueError(
                    translate(
                        "{key}: was replaced by `faults:`; write `{example}`",
                        key=key, example=f"faults: [{{sets: [{sets}], kind: {OLD_KEYS[key]}}}]",
                    )
                )  # fmt: skip
        return value


class Stage(StageParts):
    """One stage, ready to be planned."""

    phase: Phase
    lasts: Annotated[InSeconds, Field(gt=0)]  # in a run, at scale 1
    cuts: tuple[Cut, ...] = ()
    real: InSeconds | None = None  # length in reality

    @model_validator(mode="after")
    def _check_cuts(self) -> Self:
        if (self.power == NONE) != (not self.cuts):
            raise ValueError(
                translate("power and cuts go together: name the pattern and give its cuts")
            )
        check_cuts(self.cuts, self.lasts)
        return self


def check_cuts(cuts: tuple[Cut, ...], lasts: float) -> None:
    """Raise ValueError unless cuts are in order, apart from one another, and inside the stage."""
    end = 0.0
    for cut in cuts:
        if cut.after < end or cut.after + cut.lasts > lasts * (1 + 1e-9):
            raise ValueError(
                translate(
                    "cuts: each must begin after the end of the one before, and end in its stage"
                )
            )
        end = cut.after + cut.lasts
    starts = [cut.after for cut in cuts] + [lasts] * bool(cuts)
    if any(b - a < lasts * CLOSEST * (1 - 1e-9) for a, b in pairwise(starts)):
        raise ValueError(
            translate(
                "cuts: begin at least {seconds} s apart and before the end of the stage, or they "
                "would merge when time is compressed",
                seconds=Number(lasts * CLOSEST, 1, "up"),
            )
        )
