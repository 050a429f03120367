"""Captures: where a response has a value that later steps use."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.message import message
from epreuve.probes.journeys.checked_text import JsonPath, Pattern, Selector

AddressPart = Literal["all", "path", "query", "fragment"]
_PLACES = ("json_path", "header", "address", "cookie", "css")


class Capture(FrozenModel):
    """Place of a value in a response: one of these fields, or the body without any."""

    json_path: JsonPath | None = Field(default=None, alias="json")
    """Path in a JSON response: `$.dossier.id`."""
    header: str | None = None
    """Name of a header; `Location` is that of the last redirect, as the service sent it."""
    address: AddressPart | None = None
    """Part of the address of the page, after redirects: `path`, `query`, `fragment`, or `all`."""
    cookie: str | None = None
    """Name of a cookie that the response, or a redirect before it, sets."""
    css: Selector | None = None
    """CSS selector of an element: its text is captured, without spaces around it."""
    attribute: str | None = None
    """Attribute of that element, instead of its text: `href`, `value`."""
    matches: Pattern | None = None
    """Regular expression in the value; its group 1 (or whole match) is captured."""

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        places = [name for name in _PLACES if getattr(self, name) is not None]
        if len(places) > 1 or not (places or self.matches is not None):
            raise ValueError(
                message(
                    "a capture has exactly one of {places}, or `matches` alone for the body",
                    places=", ".join(f"`{_written(name)}`" for name in _PLACES),
                )
            )
        if self.attribute is not None and self.css is None:
            raise ValueError(message("`attribute` needs `css`, the selector of the element"))
        return self

    @property
    def place(self) -> str:
        """Place as written in the profile: `json: $.id`; empty for the body."""
        name = next((name for name in _PLACES if getattr(self, name) is not None), None)
        if name is None:
            return ""
        attribute = "" if self.attribute is None else f", attribute: {self.attribute}"
        return f"{_written(name)}: {getattr(self, name)}{attribute}"


def _written(name: str) -> str:
    return "json" if name == "json_path" else name


def _from_pattern(written: Any) -> Any:
    """Read a plain text as a pattern of the body."""
    return {"matches": written} if isinstance(written, str) else written


Captures = dict[
    str,
    Annotated[Capture, BeforeValidator(_from_pattern, json_schema_input_type=Pattern | Capture)],
]
