"""What a person writes about a crisis: facts apart from assumptions, stages in real time.

Real time becomes played time by one rule (`compression`); a stage that gives `lasts` itself is
played as written.
"""

import difflib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from epreuve.audits.crises.power_pattern import NONE, Cut, power_patterns
from epreuve.audits.crises.stage import Record, StageParts, check_cuts
from epreuve.audits.reading.yaml_file import read_model
from epreuve.faults.units import Seconds
from epreuve.reports.assessment import SourceMark
from epreuve.reports.text import Text

Dated = Annotated[str, Field(pattern=r"^\d{4}(-\d\d){0,2}$")]


class Real(Record):
    """How long the three phases lasted in reality."""

    before: Seconds
    """Of the time before, from the first warning."""
    during: Annotated[Seconds, Field(gt=0)]
    """Of the crisis."""
    after: Seconds
    """Of the return."""


class Bounds(Record):
    """Bounds of a varied crisis, as shares of each figure, in both directions."""

    peak: Annotated[float, Field(ge=0, le=0.5)] = 0.2
    """Of the crowd's height."""
    networks: Annotated[float, Field(ge=0, le=0.5)] = 0.2
    """Of the share of each network."""
    durations: Annotated[float, Field(ge=0, le=0.5)] = 0.2
    """Of the length of each stage."""
    cuts: Annotated[float, Field(ge=0, le=0.5)] = 0.2
    """Of the time and length of each power cut."""


class CrisisSource(Record):
    """Where figures were read."""

    title: str
    """What was read."""
    where: str
    """Where it is found: a link, a page."""
    mark: SourceMark
    """How it was read: S, P, G or A, as above."""


class WrittenFact(Record):
    """A figure, with the key of its source."""

    text: Text
    """The figure, in a sentence."""
    source: str
    """The key of its source, here or in the library."""
    date: Dated
    """When it was true: `2021-10-04`, `2021-10` or `2021`."""
    mark: SourceMark
    """How it was read: S, P, G or A, as above."""


class WrittenStage(StageParts):
    """A stage in real time; `lasts` and `cuts` are for those who want other played ones."""

    phase: Literal["during", "after"]
    """Whether it belongs to the crisis or to the return."""
    real: Annotated[Seconds, Field(gt=0)] | None = None
    """How long it lasted in reality; needed without `lasts`."""
    lasts: Annotated[Seconds, Field(gt=0)] | None = None
    """How long it is played, at scale 1; else drawn from `real`."""
    cuts: tuple[Cut, ...] = ()
    """The power cuts, when they are not those of the pattern; they need `lasts`."""

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
    """The version of this format."""
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    """Its name on the command line."""
    title: Text
    """What it is called."""
    paragraph: Text
    """What happened, or would."""
    sources: dict[str, CrisisSource] = Field(default={})
    """Sources of this file by key, beside the library's."""
    facts: tuple[WrittenFact, ...] = ()
    """Figures that somebody published."""
    assumptions: Annotated[tuple[Text, ...], Field(min_length=1)]
    """What is ours, and may be disputed."""
    lessons: Annotated[tuple[Text, ...], Field(min_length=1)]
    """What an operator can take from it."""
    real: Real | None = None
    """How long each phase lasted in reality."""
    stages: Annotated[tuple[WrittenStage, ...], Field(min_length=1)]
    """The stretches of the crisis and of the return, in order."""
    varies: Bounds = Bounds()
    """How far `--variation` may change the figures."""

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
