"""Base of all models: faults, records of observations, documents, and the parts of YAML files."""

from pydantic import BaseModel, ConfigDict


class FrozenModel(BaseModel):
    """Frozen values that refuse unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
