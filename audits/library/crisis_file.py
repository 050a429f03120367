"""What a person writes about a crisis: facts apart from assumptions, stages in real time.

Real time becomes played time by one rule (`compression`); a stage that gives `lasts` itself is
played as written.
"""

import difflib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from epreuve.audits.library.power_pattern import NONE, Cut, power_patterns
from epreuve.audits.library.stage import Record, StageParts, check_cuts
from epreuve.audits.reading.quantity import Seconds
from epreuve.audits.reading.yaml_file import read_model
from epreuve.reports.assessment import Mark, Text

Dated = Annotated[str, Field(pattern=r"^\d{4}(-\d\d){0,2}$")]


class Real(Record):
    """How long the three phases lasted in reality."""

    before: Seconds
    during: Annotated[Seconds, Field(gt=0)]
    after: Seconds


class Bounds(Record):
    """How far a hold-out may stray from the file: shares of each figure, either way."""

    peak: Annotated[float, Field(ge=0, le=0.5)] = 0.2
    networks: Annotated[float, Field(ge=0, le=0.5)] = 0.2
    durations: Annotated[float, Field(ge=0, le=0.5)] = 0.2
    cuts: Annotated[float, Field(ge=0, le=0.5)] = 0.2


class CrisisSource(Record):
    """Where figures were read."""

    title: str
    where: str
    mark: Mark


class WrittenFact(Record):
    """A figure, with the key of its source."""

    text: Text
    source: str
    date: Dated
    mark: Mark


class WrittenStage(StageParts):
    """A stage in real time; `lasts` and `cuts` are for those who want other played ones."""

    phase: Literal["during", "after"]
    real: Annotated[Seconds, Field(gt=0)] | None = None
    lasts: Annotated[Seconds, Field(gt=0)] | None = None
    cuts: tuple[Cut, ...] = ()

    @model_validator(mode="after")
    def _can_be_laid(self) -> Self:
        if self.real is None and self.lasts is None:
            raise ValueError("real: is missing; write how long it lasted, for example `real: 3 h`")
        if self.cuts:
            if self.lasts is None:
                raise ValueError("cuts: need `lasts:`, the played length that they are laid in")
            if self.power == NONE:
                raise ValueError("cuts: need `power:`, the pattern that they render")
            check_cuts(self.cuts, self.lasts)
        return self


class _Sources(Record):
    sources: dict[str, CrisisSource]


@cache
def event_sources() -> dict[str, CrisisSource]:
    """The sources that come with the library, by key."""
    return read_model(Path(__file__).with_name("crisis_sources.yaml"), _Sources).sources


class CrisisFile(Record):
    """A whole crisis file."""

    epreuve_crisis: Literal[1]
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    title: Text
    paragraph: Text
    sources: dict[str, CrisisSource] = Field(default={})  # those of this file, beside the library's
    facts: tuple[WrittenFact, ...] = ()
    assumptions: Annotated[tuple[Text, ...], Field(min_length=1)]
    lessons: Annotated[tuple[Text, ...], Field(min_length=1)]
    real: Real | None = None
    stages: Annotated[tuple[WrittenStage, ...], Field(min_length=1)]
    varies: Bounds = Bounds()

    @field_validator("facts")
    @classmethod
    def _are_sourced(
        cls, facts: tuple[WrittenFact, ...], info: ValidationInfo
    ) -> tuple[WrittenFact, ...]:
        known = event_sources() | info.data.get("sources", {})
        for number, fact in enumerate(facts, 1):
            if fact.source not in known:
                near = difflib.get_close_matches(fact.source, known, 1)
                hint = f"did you mean {near[0]!r}? " if near else ""
                raise ValueError(
                    f"fact {number} cites the unknown source {fact.source!r}; {hint}"
                    "known sources are those of this file's `sources:` and of the library"
                )
        return facts

    @field_validator("stages")
    @classmethod
    def _tell_the_story(
        cls, stages: tuple[WrittenStage, ...], info: ValidationInfo
    ) -> tuple[WrittenStage, ...]:
        _check_order(stages)
        real: Real | None = info.data.get("real")
        for phase in ("during", "after"):
            found = [each for each in stages if each.phase == phase]
            if any(power_patterns()[each.power].holds for each in found[:-1]):
                raise ValueError(
                    f"in `{phase}`, a power pattern without return is not in the last stage; "
                    "put it last, or choose a pattern that returns"
                )
            written = [each.real for each in found]
            if real is not None and None not in written:
                _check_sum(phase, [each or 0.0 for each in written], getattr(real, phase))
        return stages


def _check_order(stages: tuple[WrittenStage, ...]) -> None:
    phases = [each.phase for each in stages]
    if "during" not in phases:
        raise ValueError("at least one has `phase: during`")
    if phases != sorted(phases, key=("during", "after").index):
        raise ValueError("those of `during` come before those of `after`")
    ids = [each.id for each in stages]
    if len(ids) != len(set(ids)):
        raise ValueError("each has an id of its own")


def _check_sum(phase: str, written: list[float], real: float) -> None:
    if abs(sum(written) - real) > 0.01 * real:
        raise ValueError(
            f"those of `{phase}` last {sum(written) / 3600:g} h together, but `real.{phase}` says "
            f"{real / 3600:g} h; make them agree"
        )
