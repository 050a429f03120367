"""The crisis: named, sourced, reusable data that binds load, networks, dependencies and power."""

import difflib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from epreuve.audits.errors import Misuse
from epreuve.audits.network import networks
from epreuve.audits.profile import DependencySet
from epreuve.audits.quantity import Seconds
from epreuve.audits.shape import SHAPES
from epreuve.audits.yaml_file import read_model
from epreuve.reports.assessment import Fact, Phase, Text

FOLDER = Path(__file__).with_name("crises")


def _known_shape(name: str) -> str:
    if name not in SHAPES:
        raise ValueError(f"is not a load shape; known are: {', '.join(sorted(SHAPES))}")
    return name


def _known_network(name: str) -> str:
    if name not in networks():
        raise ValueError(f"is not a network; known are: {', '.join(sorted(networks()))}")
    return name


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LoadShape(_Record):
    """How many citizens come."""

    shape: Annotated[str, AfterValidator(_known_shape)] = "constant"
    peak: float = Field(default=1.0, gt=0)  # times the service's normal peak


class Cut(_Record):
    """One power cut, relative to its stage."""

    after: Seconds
    lasts: Annotated[Seconds, Field(gt=0)]


class Stage(_Record):
    """One stretch of a crisis, so that each failure has one cause."""

    id: str
    phase: Phase
    lasts: Annotated[Seconds, Field(gt=0)]
    title: Text
    load: LoadShape = LoadShape()
    networks: dict[Annotated[str, AfterValidator(_known_network)], float] = {}  # share of citizens
    silent: tuple[DependencySet, ...] = ()
    slow: tuple[DependencySet, ...] = ()
    power: Literal["P0", "P1", "P2", "P4"] = "P0"
    cuts: tuple[Cut, ...] = ()

    @model_validator(mode="after")
    def _cuts_fit(self) -> Self:
        end = 0.0
        for cut in self.cuts:
            if cut.after < end or cut.after + cut.lasts > self.lasts:
                raise ValueError("cuts: each begins after the one before ended, and ends in time")
            end = cut.after + cut.lasts
        if (self.power == "P0") != (not self.cuts):
            raise ValueError("power and cuts go together: name the pattern and give its cuts")
        return self


class Crisis(_Record):
    """A whole crisis file."""

    epreuve_crisis: Literal[1]
    id: str
    title: Text
    paragraph: Text
    facts: tuple[Fact, ...] = ()
    assumptions: tuple[Text, ...] = ()
    before: Seconds
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_a_story(self) -> Self:
        phases = [stage.phase for stage in self.stages]
        if phases != sorted(phases, key=("before", "during", "after").index):
            raise ValueError("stages: come in the order before, during, after")
        if "during" not in phases:
            raise ValueError("stages: at least one has `phase: during`")
        ids = [stage.id for stage in self.stages]
        if len(ids) != len(set(ids)):
            raise ValueError("stages: each has an id of its own")
        return self


def crisis_ids() -> list[str]:
    """The ids of the crises that come with the product."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def read_crisis(name: str) -> Crisis:
    """A crisis by its id, or from a file. Raises Misuse."""
    if name in crisis_ids():
        return read_model(FOLDER / f"{name}.yaml", Crisis)
    if name.endswith((".yaml", ".yml")):
        return read_model(Path(name), Crisis)
    near = difflib.get_close_matches(name, crisis_ids(), 1)
    hint = f"did you mean {near[0]}? " if near else ""
    raise Misuse(f"--crisis {name}: no such crisis; {hint}known are: {', '.join(crisis_ids())}")
