"""Dependency sets: kinds of dependencies of a service, as data (`dependency_sets.yaml`)."""

from functools import cache
from pathlib import Path

from pydantic import RootModel

from epreuve.audits.reading.yaml_file import read_model
from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.text import Text


class Dependencies(FrozenModel):
    """One kind of dependency, under the id that profiles and crises use."""

    title: Text
    limit: Text | None = None  # what a fault on it does not simulate


class _Sets(RootModel[dict[str, Dependencies]]):
    pass


@cache
def dependency_sets() -> dict[str, Dependencies]:
    """Return all sets by id."""
    return read_model(Path(__file__).with_name("dependency_sets.yaml"), _Sets).root
