"""Dependency sets: what a service leans on, by kind, as data (`dependency_sets.yaml`)."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, RootModel

from epreuve.audits.reading.yaml_file import read_model
from epreuve.reports.text import Text


class Dependencies(BaseModel):
    """One kind of dependency, under the id that profiles and crises use."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text
    run_by: Literal["operator", "others"]
    proxied: bool  # whether a TCP proxy can stand before it
    limit: Text | None = None  # what silencing it does not render


class _Sets(RootModel[dict[str, Dependencies]]):
    pass


@cache
def dependency_sets() -> dict[str, Dependencies]:
    """All sets by id."""
    return read_model(Path(__file__).with_name("dependency_sets.yaml"), _Sets).root
