"""Base of the records that documents are made of."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """Frozen record that refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
