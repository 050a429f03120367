"""Grid: families, their criteria and their sources.

Criteria are in `checks/<family>/criteria.yaml`. Their sources are in `sources.yaml` of this folder,
or of the family. `official.yaml` has the version and the SHA-256 of the published content: a grid
with another hash gives no letter.
"""

import hashlib
import json
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from epreuve.audits.errors import Misuse
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.grid.extensions import family_files, source_files
from epreuve.audits.grid.translation import translate
from epreuve.audits.reading.suggestion import with_suggestion
from epreuve.audits.reading.yaml_file import read_model
from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.assessment import SourceMark
from epreuve.reports.text import Text

HERE = Path(__file__).parent
OFFICIAL_FOLDER = HERE.parent / "checks"

Quality = Literal[
    "inclusive", "frugal", "democratic", "protective", "innovative", "empowering", "fair"
]
Angle = Literal["data", "professions", "empowerment", "governance"]
UNDATED = "n.d."


class UnknownCriterionError(Misuse, KeyError):
    """No criterion or family has this name."""

    __str__ = Exception.__str__  # KeyError would show the message between quotes


class Source(FrozenModel):
    """Source of facts, with its mark."""

    title: str
    publisher: str
    date: str  # as precise as known; UNDATED when the source has no date
    mark: SourceMark
    where: str


class Sources(FrozenModel):
    """Content of sources.yaml: sources by key."""

    sources: dict[str, Source]


class Family(FrozenModel):
    """Family of criteria, with the phrase of the founding texts that it applies."""

    code: str = Field(pattern=r"^[A-Z]{3}$")
    rank: int = Field(ge=1)  # position in the grid
    weight: float = Field(gt=0)
    title: Text
    phrase: Text
    phrase_sources: tuple[str, ...]
    angles: tuple[Angle, ...] = ()
    qualities: tuple[Quality, ...] = ()
    criteria: tuple[Criterion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _own_criteria(self) -> Self:
        for criterion in self.criteria:
            if criterion.family != self.code:
                raise ValueError(
                    translate(
                        "{criterion} is in the file of family {family}: move it to its own file",
                        criterion=criterion.id, family=self.code,
                    )
                )  # fmt: skip
        return self


class Official(FrozenModel):
    """Content of official.yaml: version and hash of the published grid."""

    version: str
    sha256: str


class Grid(FrozenModel):
    """All families in order, with the sources that they cite."""

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
                raise ValueError(translate("{name} is defined twice: keep one", name=name))
        for key, user in self._citations():
            if key not in self.sources:
                sentence = translate(
                    "{user} cites the unknown source {source}: add it to sources.yaml.",
                    user=user, source=repr(key),
                )  # fmt: skip
                raise ValueError(with_suggestion(sentence, key, self.sources))
        return self

    def _citations(self) -> list[tuple[str, str]]:
        citations = [(citation.key, one.id) for one in self.criteria for citation in one.sources]
        return citations + [(key, f.code) for f in self.families for key in f.phrase_sources]

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria, family by family."""
        return tuple(criterion for family in self.families for criterion in family.criteria)

    @cached_property
    def by_id(self) -> dict[str, Criterion]:
        """All criteria by their id."""
        return {criterion.id: criterion for criterion in self.criteria}

    @cached_property
    def shares(self) -> dict[str, float]:
        """Weight of each criterion in the whole grid; the sum is 1."""
        total = sum(family.weight for family in self.families)
        return {
            criterion.id: family.weight
            / total
            * criterion.weight
            / sum(c.weight for c in family.criteria)
            for family in self.families
            for criterion in family.criteria
        }

    @cached_property
    def sha256(self) -> str:
        """Hash of the content. File order, YAML layout and default values do not change it."""
        content = self.model_dump(
            mode="json", include={"families", "sources"}, exclude_defaults=True
        )
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def is_official(self) -> bool:
        """Whether this is the published grid. Another grid gives no letter."""
        return self.sha256 == self.official_sha256

    def criterion(self, id: str) -> Criterion:
        """Return a criterion by its id, in any case. Raises UnknownCriterionError."""
        wanted = id.strip().upper()
        if wanted not in self.by_id:
            sentence = translate("no criterion {id} in the grid.", id=repr(id))
            raise UnknownCriterionError(with_suggestion(sentence, wanted, self.by_id))
        return self.by_id[wanted]

    def family(self, code: str) -> Family:
        """Return a family by its code. Raises UnknownCriterionError."""
        by_code = {family.code: family for family in self.families}
        if code not in by_code:
            sentence = translate("no family {code} in the grid.", code=repr(code))
            raise UnknownCriterionError(with_suggestion(sentence, code, by_code))
        return by_code[code]


def load_grid(folder: Path | None = None) -> Grid:
    """Return the grid of a folder (`*.yaml` or `*/criteria.yaml`).

    Without a folder: the official grid, with the criteria of installed packages. Such a package
    changes the hash, so that the grid gives no letter. Raises Misuse with file, line, field, value
    and remedy.
    """
    extended, folder = folder is None, folder or OFFICIAL_FOLDER
    paths = sorted((*folder.glob("*.yaml"), *folder.glob("*/criteria.yaml")))
    if not paths:
        raise Misuse(
            translate(
                "{folder}: no family file (*.yaml); give the folder of the criteria",
                folder=str(folder),
            )
        )
    paths += family_files() if extended else ()
    added = (*folder.glob("*/sources.yaml"), *(source_files() if extended else ()))
    files = (*paths, *added, HERE / "official.yaml", HERE / "sources.yaml")
    return _read_grid(folder, tuple(paths), added, tuple(map(_content, files)))


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


@lru_cache(maxsize=2)
def _read_grid(
    folder: Path, paths: tuple[Path, ...], added: tuple[Path, ...], contents: tuple[bytes, ...]
) -> Grid:
    """Return the grid of files; the same `contents` are read once, for all trials of a series."""
    families = sorted(
        (read_model(path, Family) for path in paths), key=lambda family: (family.rank, family.code)
    )
    official = read_model(HERE / "official.yaml", Official)
    try:
        return Grid(
            version=official.version,
            official_sha256=official.sha256,
            families=tuple(map(_in_order, families)),
            sources=_sources(added),
        )
    except ValueError as error:  # pydantic's ValidationError is one
        raise Misuse(
            translate("{folder}: {error}", folder=str(folder), error=str(error))
        ) from error


def _sources(added: Iterable[Path]) -> dict[str, Source]:
    """Return the sources of the grid and of added files. A key of the grid cannot be replaced."""
    sources: dict[str, Source] = {}
    for path in (*added, HERE / "sources.yaml"):
        sources |= read_model(path, Sources).sources
    return sources


def _in_order(family: Family) -> Family:
    ordered = tuple(sorted(family.criteria, key=lambda criterion: criterion.number))
    return family.model_copy(update={"criteria": ordered})
