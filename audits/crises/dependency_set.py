"""Dependency sets: kinds of dependencies of a service, as data (`dependency_sets.yaml`)."""

from functools import cache
from pathlib import Path
from typing import Self, get_args

from pydantic import RootModel, model_validator

from epreuve.audits.crises.translation import translate
from epreuve.audits.profile.model import DependencySet
from epreuve.audits.reading.yaml_file import read_model
from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.text import Text


class DependencyKind(FrozenModel):
    """One kind of dependency, under the id that profiles and crises use."""

    title: Text
    limit: Text | None = None  # what a fault on it does not simulate


class _Sets(RootModel[dict[DependencySet, DependencyKind]]):
    @model_validator(mode="after")
    def _has_every_set(self) -> Self:
        if missing := set(get_args(DependencySet)) - self.root.keys():
            raise ValueError(translate("has no entry {names}", names=sorted(missing)))
        return self


@cache
def dependency_sets() -> dict[DependencySet, DependencyKind]:
    """Return all sets by id."""
    return read_model(Path(__file__).with_name("dependency_sets.yaml"), _Sets).root
