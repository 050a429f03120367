"""A crisis: named, sourced, reusable data about load, networks, dependencies and power.

A `Crisis` is the model for a run. A `CrisisFile` is the file of a person; `played` converts it.
"""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AliasChoices, Field, model_validator

from epreuve.audits.crises.compression import AFTER, BEFORE, DURING, compressed
from epreuve.audits.crises.crisis_file import (
    Bounds,
    CrisisFile,
    CrisisSource,
    Real,
    WrittenStage,
    event_sources,
)
from epreuve.audits.crises.network import networks
from epreuve.audits.crises.power_pattern import cuts_in
from epreuve.audits.crises.stage import CohortTitle, LoadShape, NetworkId, Stage
from epreuve.audits.crises.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.audits.reading.suggestion import with_suggestion
from epreuve.audits.reading.yaml_file import read_model
from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.units import InSeconds
from epreuve.reports.assessment import PHASES, Fact
from epreuve.reports.text import Text

__all__ = ["Crisis", "LoadShape", "Stage", "crisis_ids", "played", "read_crisis"]

FOLDER = Path(__file__).with_name("library")


class Crisis(FrozenModel):
    """A whole crisis, ready to be planned."""

    epreuve_crisis: Literal[1]
    id: str
    title: Text
    paragraph: Text
    facts: tuple[Fact, ...] = ()
    assumptions: tuple[Text, ...] = ()
    lessons: tuple[Text, ...] = ()
    real: Real | None = None
    before: InSeconds  # of a run, at scale 1
    cohorts: dict[NetworkId, CohortTitle] = {}
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    varies: Bounds = Bounds()
    # None when the figures are those of the file. Plans before 0.2.0 wrote `held_out`.
    variation_seed: int | None = Field(
        default=None, validation_alias=AliasChoices("variation_seed", "held_out")
    )

    @model_validator(mode="after")
    def _check_stages(self) -> Self:
        phases = [stage.phase for stage in self.stages]
        if phases != sorted(phases, key=PHASES.index):
            raise ValueError(
                translate("stages: put them in the order {phases}", phases=", ".join(PHASES))
            )
        if "during" not in phases:
            raise ValueError(translate("stages: at least one has `phase: during`"))
        ids = [stage.id for stage in self.stages]
        if len(ids) != len(set(ids)):
            raise ValueError(translate("stages: two have the same id; give each its own"))
        return self

    def cohort_title(self, network: str) -> Text:
        """Return the name of the users of a network."""
        cohort = self.cohorts.get(network)
        return networks()[network].title if cohort is None else cohort.title


def played(file: CrisisFile) -> Crisis:
    """Return the crisis of a file, with compressed time and power cuts at their places."""
    stages: list[Stage] = []
    for phase, budget in (("during", DURING), ("after", AFTER)):
        written = [stage for stage in file.stages if stage.phase == phase]
        by_rule = iter(compressed((s.real or 0 for s in written if s.lasts is None), budget))
        stages += [_stage(s, next(by_rule) if s.lasts is None else s.lasts) for s in written]
    sources = event_sources() | file.sources
    facts = (
        Fact(text=fact.text, source=_cited(sources[fact.source]), date=fact.date, mark=fact.mark)
        for fact in file.facts
    )
    changes = {"facts": tuple(facts), "before": BEFORE, "stages": tuple(stages)}
    fields = {name: value for name, value in file if name != "sources"}
    return Crisis.model_validate(fields | changes)


def _stage(written: WrittenStage, lasts: float) -> Stage:
    cuts = tuple(
        cut if cut.pattern else cut.model_copy(update={"pattern": written.power})
        for cut in written.cuts or cuts_in(written.power, lasts)
    )
    return Stage.model_validate(dict(written) | {"lasts": lasts, "cuts": cuts})


def _cited(source: CrisisSource) -> str:
    return f"{source.title} ({source.where})"


def crisis_ids() -> list[str]:
    """Return the ids of the crises of the library."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def read_crisis(name: str) -> Crisis:
    """Return a crisis by its id, or from a file. Raises Misuse."""
    if name in crisis_ids():
        return played(read_model(FOLDER / f"{name}.yaml", CrisisFile))
    if name.endswith((".yaml", ".yml")):
        return played(read_model(Path(name), CrisisFile))
    if Path(name).exists():
        raise Misuse(
            translate(
                "crisis {name}: the name of a crisis file ends in .yaml; rename the file",
                name=name,
            )
        )
    sentence = translate(
        "crisis {name}: no such crisis; known are: {ids}.", name=name, ids=", ".join(crisis_ids())
    )
    raise Misuse(with_suggestion(sentence, name, crisis_ids()))
