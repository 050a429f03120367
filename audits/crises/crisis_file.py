"""Format of a crisis file: facts apart from assumptions, stages in real time.

Real time becomes the time of a run by one rule (`compression`), except in a stage with `lasts`.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from epreuve.audits.crises.power_pattern import NONE, Cut, power_patterns
from epreuve.audits.crises.stage import CohortTitle, NetworkId, StageParts, check_cuts
from epreuve.audits.crises.translation import translate
from epreuve.audits.reading.suggestion import with_suggestion
from epreuve.audits.reading.yaml_file import read_model
from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.units import DAY, HOUR, InSeconds
from epreuve.reports.assessment import PHASES, SourceMark
from epreuve.reports.text import Text
from epreuve.reports.translation import Number

Dated = Annotated[str, Field(pattern=r"^\d{4}(-\d\d){0,2}$")]


def _up_to_a_year(seconds: float) -> float:
    if seconds > 366 * DAY:
        raise ValueError(translate("is longer than a year; write a shorter duration"))
    return seconds


def _up_to_a_day(seconds: float) -> float:
    if seconds > DAY:
        raise ValueError(translate("is longer than a day of a run; write a shorter duration"))
    return seconds


RealLength = Annotated[InSeconds, Field(ge=0), AfterValidator(_up_to_a_year)]


class Real(FrozenModel):
    """Length of the three phases in reality."""

    before: RealLength
    """Length of the phase before, from the first warning."""
    during: Annotated[RealLength, Field(gt=0)]
    """Length of the crisis."""
    after: RealLength
    """Length of the return to normal."""


class Bounds(FrozenModel):
    """Bounds of a varied crisis, as shares of each figure, in both directions."""

    peak: Annotated[float, Field(ge=0, le=0.5)] = 0.2
    """Variation of the highest load."""
    networks: Annotated[float, Field(ge=0, le=0.5)] = 0.2
    """Variation of the share of each network."""
    durations: Annotated[float, Field(ge=0, le=0.5)] = 0.2
    """Variation of the length of each stage."""
    cuts: Annotated[float, Field(ge=0, le=0.5)] = 0.2
    """Variation of the time and length of each power cut."""


class CrisisSource(FrozenModel):
    """Source of published figures."""

    title: str
    """Title of the source."""
    where: str
    """Address or page of the source."""
    mark: SourceMark
    """Quality of the source: S, P, G or A, as above."""


class WrittenFact(FrozenModel):
    """A published figure, with the key of its source."""

    text: Text
    """Sentence with the figure."""
    source: str  # in a Fact, the source itself
    """Key of the source, in this file or in the library."""
    date: Dated
    """Date of the figure: `2021-10-04`, `2021-10` or `2021`."""
    mark: SourceMark
    """Quality of the source: S, P, G or A, as above."""


class WrittenStage(StageParts):
    """A stage in real time. `lasts` and `cuts` replace the computed ones."""

    phase: Literal["during", "after"]
    """Phase of the stage: the crisis, or the return to normal."""
    real: Annotated[RealLength, Field(gt=0)] | None = None
    """Length in reality. Required without `lasts`."""
    lasts: Annotated[InSeconds, Field(gt=0), AfterValidator(_up_to_a_day)] | None = None
    """Length in a run at scale 1. Default: computed from `real`."""
    cuts: tuple[Cut, ...] = ()
    """Power cuts, instead of those of the pattern. They need `lasts`."""

    @model_validator(mode="after")
    def _check_length(self) -> Self:
        if self.real is None and self.lasts is None:
            raise ValueError(
                translate("real: is missing; write how long it lasted, for example `real: 3 h`")
            )
        if self.cuts:
            if self.lasts is None:
                raise ValueError(translate("cuts: need `lasts:`, the length of the stage in a run"))
            if self.power == NONE:
                raise ValueError(translate("cuts: need `power:`, the pattern that they belong to"))
            check_cuts(self.cuts, self.lasts)
        return self


class _Sources(FrozenModel):
    sources: dict[str, CrisisSource]


@cache
def event_sources() -> dict[str, CrisisSource]:
    """Return the sources of the library, by key."""
    return read_model(Path(__file__).with_name("crisis_sources.yaml"), _Sources).sources


class CrisisFile(FrozenModel):
    """A crisis file."""

    epreuve_crisis: Literal[1]
    """Version of this format."""
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    """Name on the command line."""
    title: Text
    """Title of the crisis."""
    paragraph: Text
    """What happened, or would happen."""
    sources: dict[str, CrisisSource] = Field(default={})
    """Sources of this file by key, in addition to those of the library."""
    facts: tuple[WrittenFact, ...] = ()
    """Published figures."""
    assumptions: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Assumptions of the author, which can be disputed."""
    lessons: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Lessons for an operator."""
    real: Real | None = None
    """Length of each phase in reality."""
    cohorts: dict[NetworkId, CohortTitle] = {}
    """Network → name of its users in the reports. Default: the name of the network."""
    stages: Annotated[tuple[WrittenStage, ...], Field(min_length=1)]
    """Stages of the crisis and of the return, in order."""
    varies: Bounds = Bounds()
    """How far `--variation` may change the figures."""

    @field_validator("facts")
    @classmethod
    def _check_sources(
        cls, facts: tuple[WrittenFact, ...], info: ValidationInfo
    ) -> tuple[WrittenFact, ...]:
        sources = event_sources() | info.data.get("sources", {})
        for number, fact in enumerate(facts, 1):
            if fact.source not in sources:
                sentence = translate(
                    "fact {number} cites the unknown source {source}; the sources are those of "
                    "`sources:` in this file and of the library.",
                    number=str(number), source=repr(fact.source),
                )  # fmt: skip
                raise ValueError(with_suggestion(sentence, fact.source, sources))
        return facts

    @field_validator("stages")
    @classmethod
    def _check_stages(
        cls, stages: tuple[WrittenStage, ...], info: ValidationInfo
    ) -> tuple[WrittenStage, ...]:
        _check_order(stages)
        real: Real | None = info.data.get("real")
        for phase in ("during", "after"):
            in_phase = [stage for stage in stages if stage.phase == phase]
            if any(power_patterns()[stage.power].holds for stage in in_phase[:-1]):
                raise ValueError(
                    translate(
                        "in `{phase}`, a power pattern without return is not in the last stage; "
                        "put it last, or choose a pattern that returns",
                        phase=phase,
                    )
                )
            lengths = [stage.real for stage in in_phase]
            if real is not None and None not in lengths:
                _check_sum(phase, [length or 0.0 for length in lengths], getattr(real, phase))
        return stages


def _check_order(stages: tuple[WrittenStage, ...]) -> None:
    phases = [stage.phase for stage in stages]
    if "during" not in phases:
        raise ValueError(translate("at least one has `phase: during`"))
    if phases != sorted(phases, key=PHASES.index):
        raise ValueError(translate("put those of `during` before those of `after`"))
    ids = [stage.id for stage in stages]
    if len(ids) != len(set(ids)):
        raise ValueError(translate("two have the same id; give each its own"))


def _check_sum(phase: str, lengths: list[float], real: float) -> None:
    if abs(sum(lengths) - real) > 0.01 * real:
        raise ValueError(
            translate(
                "those of `{phase}` last {sum} h together, but `real.{phase}` says {real} h; make "
                "them agree",
                phase=phase, sum=Number(sum(lengths) / HOUR, 2), real=Number(real / HOUR, 2),
            )
        )  # fmt: skip
