"""Base of the parts of documents and of YAML files."""

from pydantic import BaseModel, ConfigDict


class FrozenModel(BaseModel):
    """Frozen values that refuse unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
