"""The grid: nine families, their criteria and their sources, as data anyone may read.

It is written in `criteria/*.yaml` and `sources.yaml`. `official.yaml` holds the version and the
SHA-256 of the published content: a grid with another hash still works, but gives no letter.
"""

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from epreuve.audits.errors import Misuse
from epreuve.audits.reading.suggestion import suggestion
from epreuve.audits.reading.yaml_file import read_model
from epreuve.audits.scoring.criterion import Criterion
from epreuve.reports.assessment import SourceMark
from epreuve.reports.text import Text

HERE = Path(__file__).parent
OFFICIAL_FOLDER = HERE.parent / "criteria"

_MODEL = ConfigDict(frozen=True, extra="forbid", defer_build=True)

Quality = Literal[
    "inclusif", "frugal", "démocratique", "protecteur", "innovant", "capacitant", "équitable"
]
Angle = Literal["données", "métiers", "capacitation", "gouvernance"]


class UnknownCriterionError(Misuse, KeyError):
    """No criterion has this id."""

    __str__ = Exception.__str__  # KeyError would show the message between quotes


class Source(BaseModel):
    """Where a fact comes from, and how well it is known (`mark`)."""

    model_config = _MODEL

    title: str
    publisher: str
    date: str  # as precise as known; "n.d." when the source gives none
    mark: SourceMark
    where: str


class Sources(BaseModel):
    """The content of sources.yaml, by key."""

    model_config = _MODEL

    sources: dict[str, Source]


class Family(BaseModel):
    """A family of criteria, with the phrase of the founding texts that it serves."""

    model_config = _MODEL

    code: str = Field(pattern=r"^[A-Z]{3}$")
    rank: int = Field(ge=1)  # its place when the grid is shown
    weight: float = Field(gt=0)
    title: Text
    phrase: Text
    phrase_sources: tuple[str, ...]
    angles: tuple[Angle, ...] = ()
    qualities: tuple[Quality, ...] = ()
    criteria: tuple[Criterion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _own_criteria(self) -> Self:
        for one in self.criteria:
            if one.family != self.code:
                raise ValueError(f"{one.id} stands in family {self.code}: move it to its own file")
        return self


class Official(BaseModel):
    """The content of official.yaml: what the published grid is."""

    model_config = _MODEL

    version: str
    sha256: str


class Grid(BaseModel):
    """All families in reading order, with the sources they cite."""

    model_config = _MODEL

    version: str
    official_sha256: str
    families: tuple[Family, ...] = Field(min_length=1)
    sources: dict[str, Source]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        codes = [family.code for family in self.families]
        ids = [criterion.id for criterion in self.criteria]
        for name in (*codes, *ids):
            if codes.count(name) + ids.count(name) > 1:
                raise ValueError(f"{name} is written twice: keep one")
        for key, user in self._cited():
            if key not in self.sources:
                raise ValueError(
                    f"{user} cites the unknown source {key!r}: add it to sources.yaml."
                    + suggestion(key, self.sources)
                )
        return self

    def _cited(self) -> list[tuple[str, str]]:
        cited = [(c.key, one.id) for one in self.criteria for c in one.sources]
        return cited + [(key, f.code) for f in self.families for key in f.phrase_sources]

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion, family by family."""
        return tuple(criterion for family in self.families for criterion in family.criteria)

    @cached_property
    def shares(self) -> dict[str, float]:
        """What each criterion weighs in the whole grid; the sum is 1."""
        total = sum(family.weight for family in self.families)
        return {
            one.id: family.weight / total * one.weight / sum(c.weight for c in family.criteria)
            for family in self.families
            for one in family.criteria
        }

    @cached_property
    def sha256(self) -> str:
        """Of the content alone: file order, YAML layout and fields left at default do not count."""
        content = self.model_dump(
            mode="json", include={"families", "sources"}, exclude_defaults=True
        )
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def is_official(self) -> bool:
        """Whether this is the published content; if not: "barème modifié", and no letter."""
        return self.sha256 == self.official_sha256

    def criterion(self, id: str) -> Criterion:
        """The criterion of this id, whatever the case; UnknownCriterionError with a suggestion."""
        by_id = {one.id: one for one in self.criteria}
        wanted = id.strip().upper()
        if wanted not in by_id:
            raise UnknownCriterionError(
                f"no criterion {id!r} in the grid.{suggestion(wanted, by_id)}"
            )
        return by_id[wanted]

    def family(self, code: str) -> Family:
        """The family of this code; UnknownCriterionError with a suggestion."""
        by_code = {one.code: one for one in self.families}
        if code not in by_code:
            raise UnknownCriterionError(
                f"no family {code!r} in the grid.{suggestion(code, by_code)}"
            )
        return by_code[code]


def load_grid(folder: Path | None = None) -> Grid:
    """The grid of `folder` (all its *.yaml are families), or the official one.

    Misuse names the file, line, field, value and remedy.
    """
    folder = folder or OFFICIAL_FOLDER
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise Misuse(f"{folder}: no family file (*.yaml) here; give the folder that has them")
    families = sorted(
        (read_model(path, Family) for path in paths), key=lambda family: (family.rank, family.code)
    )
    official = read_model(HERE / "official.yaml", Official)
    try:
        return Grid(
            version=official.version,
            official_sha256=official.sha256,
            families=tuple(map(_in_order, families)),
            sources=read_model(HERE / "sources.yaml", Sources).sources,
        )
    except ValueError as error:  # pydantic's ValidationError is one
        raise Misuse(f"{folder}: {error}") from error


def _in_order(family: Family) -> Family:
    ordered = tuple(sorted(family.criteria, key=lambda one: one.number))
    return family.model_copy(update={"criteria": ordered})
