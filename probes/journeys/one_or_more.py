"""Fields of steps that hold one value or a list of values, and files to attach."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from epreuve.faults.frozen_model import FrozenModel


class Upload(FrozenModel):
    """A file of a form, with the name and the type that the browser sends."""

    content: str
    """Content: `{citizen.file}`, or a text with placeholders."""
    name: str = ""
    """File name; by default that of the field, with `.txt`."""
    type: str = "text/plain"
    """Type of the content: `application/pdf`."""


def _as_list(written: Any) -> Any:
    return written if isinstance(written, list | tuple) else [written]


def _as_uploads(written: Any) -> Any:
    return [{"content": one} if isinstance(one, str) else one for one in _as_list(written)]


Texts = Annotated[
    tuple[str, ...], BeforeValidator(_as_list, json_schema_input_type=str | tuple[str, ...])
]
Statuses = Annotated[
    tuple[int, ...], BeforeValidator(_as_list, json_schema_input_type=int | tuple[int, ...])
]
Uploads = Annotated[
    tuple[Upload, ...],
    BeforeValidator(_as_uploads, json_schema_input_type=str | Upload | tuple[str | Upload, ...]),
]
