"""Bodies of forms, as browsers write them."""

import hashlib
import random
import re
import string
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from epreuve.probes.http.browser import Engine

URLENCODED = "application/x-www-form-urlencoded"
_LINE_END = re.compile(r"\r\n|\r|\n")


class FilePart(NamedTuple):
    """A file of a form: its name, its type and its content."""

    name: str
    kind: str
    content: bytes


NO_FILE = FilePart("", "application/octet-stream", b"")
"""What browsers send for a file field to which nothing is attached."""
Field = tuple[str, str | FilePart]
"""Name of a form field, and its text or its file."""


def urlencoded(fields: Sequence[Field], codec: str = "utf-8") -> str:
    """Return a form as text: `*` stays, `~` does not, lines end with CRLF, files are their names.

    A character that the page's character set lacks is written as `&#8364;`.
    """
    lines = [
        (_encoded(name, codec), _encoded(value if isinstance(value, str) else value.name, codec))
        for name, value in fields
    ]
    return urlencode(lines, safe="*").replace("~", "%7E")


def multipart(
    fields: Sequence[Field], engine: Engine = "chromium", codec: str = "utf-8"
) -> tuple[str, bytes]:
    """Return content type and body of a form with files (RFC 7578), always the same bytes."""
    contents = (value.content for _, value in fields if isinstance(value, FilePart))
    boundary = _boundary(b"".join(contents), engine)
    lines: list[bytes] = []
    for name, value in fields:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"'
        if isinstance(value, FilePart):
            head += f'; filename="{_quoted(value.name)}"\r\nContent-Type: {value.kind}'
        content = _encoded(value, codec) if isinstance(value, str) else value.content
        lines += [f"{head}\r\n".encode(codec, "xmlcharrefreplace"), content]
    lines += [f"--{boundary}--\r\n".encode()]
    return f"multipart/form-data; boundary={boundary}", b"\r\n".join(lines)


def _encoded(text: str, codec: str) -> bytes:
    if "\n" in text or "\r" in text:
        text = _LINE_END.sub("\r\n", text)
    return text.encode(codec, "xmlcharrefreplace")


def _quoted(name: str) -> str:
    """Return a name as browsers write it between quotes (WHATWG HTML, multipart form data)."""
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def _boundary(content: bytes, engine: Engine) -> str:
    """Return the boundary of the parts, in the form of the browser's own."""
    digest = hashlib.sha256(content).hexdigest()
    if engine == "firefox":
        return f"----geckoformboundary{digest[:32]}"
    letters = string.ascii_letters + string.digits
    draw = random.Random(digest)
    return "----WebKitFormBoundary" + "".join(draw.choices(letters, k=16))
