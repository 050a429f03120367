"""Network profiles: the links that citizens really have, as data (`networks.yaml`)."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel

from epreuve.audits.yaml_file import read_model
from epreuve.reports.assessment import Mark, Text


class Network(BaseModel):
    """One link. Latency is added each way; rates are per connection, in kilobytes a second."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text
    latency: Annotated[int, Field(ge=0)] = 0  # ms each way
    jitter: Annotated[int, Field(ge=0)] = 0  # ms
    down: Annotated[int, Field(ge=1)] | None = None  # KB/s
    up: Annotated[int, Field(ge=1)] | None = None
    linked: bool = True
    source: str
    mark: Mark


class _Networks(RootModel[dict[str, Network]]):
    pass


@cache
def networks() -> dict[str, Network]:
    """All known networks by id."""
    return read_model(Path(__file__).with_name("networks.yaml"), _Networks).root
