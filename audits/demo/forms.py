"""Parser of HTML forms: urlencoded fields, or multipart with attachments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

_NAME = re.compile(r'[;\s]name="([^"]*)"', re.IGNORECASE)
_FILENAME = re.compile(r'[;\s]filename="([^"]*)"', re.IGNORECASE)
_BOUNDARY = re.compile(r'boundary="?([^";,]{1,70})"?', re.IGNORECASE)


class FormError(ValueError):
    """The body is not a valid form, or a field is missing."""


@dataclass(frozen=True)
class Form:
    """Text fields (stripped) and attachments (raw bytes) by field name. The last value wins."""

    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def required(self, name: str, longest: int = 200) -> str:
        """Return the field `name`. Raises FormError when it is missing, empty or over `longest`."""
        value = self.fields.get(name, "")
        if not value:
            raise FormError(f"champ « {name} » manquant")
        if len(value) > longest:
            raise FormError(f"champ « {name} » trop long : {longest} caractères au plus")
        return value


def parse_form(content_type: str, body: bytes) -> Form:
    """Parse the body of a form. Raises FormError."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        boundary = _BOUNDARY.search(content_type)
        if boundary is None:
            raise FormError("formulaire multipart sans séparateur")
        return _parse_multipart(boundary[1].encode("latin-1"), body)
    if kind in ("application/x-www-form-urlencoded", ""):
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
        return Form({name: value.strip() for name, value in pairs})
    raise FormError(f"type de formulaire inconnu : {kind}")


def _parse_multipart(boundary: bytes, body: bytes) -> Form:
    """Parse parts between delimiters (RFC 7578). The final delimiter is required."""
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if len(parts) < 2 or not parts[-1].startswith(b"--"):
        raise FormError("formulaire multipart incomplet")
    form = Form()
    for part in parts[1:-1]:
        head, blank, content = part.partition(b"\r\n\r\n")
        disposition = head.decode("utf-8", "replace")
        name = _NAME.search(disposition)
        if not blank or name is None:
            raise FormError("partie multipart sans nom")
        if _FILENAME.search(disposition):
            form.files[name[1]] = content
        else:
            form.fields[name[1]] = content.decode("utf-8", "replace").strip()
    return form
