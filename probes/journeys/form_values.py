"""Values of form fields: a text or several, and files to attach."""

from typing import TypeVar

from epreuve.faults.frozen_model import FrozenModel

Value = TypeVar("Value")


class Upload(FrozenModel):
    """A file of a form, with the name and the type that the browser sends."""

    content: str
    """Content: `{citizen.file}`, or a text with placeholders."""
    name: str = ""
    """File name; by default that of the field, with `.txt`."""
    type: str = "text/plain"
    """Type of the content: `application/pdf`."""


Texts = str | tuple[str, ...]
Uploads = str | Upload | tuple[str | Upload, ...]


def listed(value: Value | tuple[Value, ...]) -> tuple[Value, ...]:
    """Return one value or several, always as a tuple."""
    return value if isinstance(value, tuple) else (value,)
