"""A sentence in both languages."""

from pydantic import BaseModel, ConfigDict


class Text(BaseModel):
    """The same sentence for two readers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fr: str
    """In French."""
    en: str
    """In English."""
