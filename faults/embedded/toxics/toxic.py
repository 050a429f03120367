"""Settings of a toxic: a frozen dataclass of integers, and their validation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, ClassVar, TypeVar

Self = TypeVar("Self", bound="ToxicSettings")


@dataclass(frozen=True)
class ToxicSettings:
    """Base class of the toxics' settings."""

    stage: ClassVar[type[Any]]  # a Stage, which is built with its toxic

    def refusal(self) -> str | None:
        """Return why these settings cannot be accepted, or None."""
        return None

    def attributes(self) -> dict[str, int]:
        """Return every field as JSON data."""
        return asdict(self)

    def merged(self: Self, values: Mapping[str, int]) -> Self:
        """Return a copy with these values; unknown names are ignored, as in Toxiproxy."""
        names = {field.name for field in fields(self)}
        return replace(self, **{name: value for name, value in values.items() if name in names})
