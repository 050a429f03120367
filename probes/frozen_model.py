"""Base of the records of observations and of the parts of journeys."""

from pydantic import BaseModel, ConfigDict


class FrozenModel(BaseModel):
    """Frozen values that refuse unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
