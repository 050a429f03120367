"""Reader of data in an open format, recognised by its content and not by its name.

JSON, JSON lines, XML, CSV, OpenDocument, or a ZIP that contains some of these. HTML does not count:
it cannot be reused. Office Open XML does not count: the RGI does not recommend it [G].
"""

import base64
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree

MOST = 500_000_000  # unpacked bytes: a larger ZIP is not read
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DELIMITERS = ";,\t|"
csv.field_size_limit(MOST)  # an attached file is one long field


@dataclass(frozen=True)
class OpenData:
    """Content of a file: its format, every value as text, and attached files."""

    format: str
    values: tuple[str, ...]
    files: tuple[bytes, ...] = ()

    def holds(self, text: str) -> bool:
        """Return whether a value is this text, or contains it as a whole word."""
        if text in self._whole:
            return True
        return bool(re.search(rf"(?<!\w){re.escape(text)}(?!\w)", self._joined))

    def holds_file(self, content: bytes) -> bool:
        """Return whether a file is present and intact: attached, as text, or in base64."""
        packed = base64.b64encode(content).decode()
        if content in self.files or packed in self._whole or packed in self._unspaced:
            return True
        text = content.decode(errors="ignore").strip()
        return bool(text) and text in self._joined

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(self.values)

    @cached_property
    def _joined(self) -> str:
        return "\n".join(self.values)

    @cached_property
    def _unspaced(self) -> str:
        return re.sub(r"\s", "", self._joined)


def read_open(content: bytes) -> OpenData | None:
    """Parse a file; None when its format is not one of the open formats above."""
    if content.startswith(b"PK"):
        return _zip(content)
    text = _text(content)
    if text is None:
        return None
    for read in (_json, _xml, _csv):
        if (data := read(text)) is not None:
            return data
    return None


def _text(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return None if _CONTROL.search(text) else text.strip()


def _json(text: str) -> OpenData | None:
    try:
        document = json.loads(text)
        name = "JSON"
    except (ValueError, RecursionError):
        try:
            document = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            return None
        name = "JSON lines"
        if not all(isinstance(line, dict) for line in document):
            return None
    if not isinstance(document, (dict, list)) or not text:
        return None
    return OpenData(name, tuple(_scalars(document)))


def _scalars(value: object) -> Iterator[str]:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            yield from map(str, item)
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
        elif item is not None:
            yield str(item)


def _xml(text: str) -> OpenData | None:
    if not text.startswith("<") or "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None  # its own entities could expand without limit
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - entities were refused above
    except ElementTree.ParseError:
        return None
    if root.tag.rpartition("}")[2].lower() == "html":
        return None
    return OpenData("XML", tuple(_elements(root)))


def _elements(root: ElementTree.Element) -> Iterator[str]:
    for element in root.iter():
        yield from element.attrib.values()
        yield from (text.strip() for text in (element.text, element.tail) if text and text.strip())


def _csv(text: str) -> OpenData | None:
    """Parse a table of at least two lines and two columns, as many columns in each line."""
    if text.startswith("<"):
        return None
    for delimiter in _DELIMITERS:
        try:
            rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]
        except csv.Error:
            continue
        widths = {len(row) for row in rows}
        if len(rows) > 1 and len(widths) == 1 and widths.pop() > 1:
            return OpenData("CSV", tuple(cell for row in rows for cell in row))
    return None


def _zip(content: bytes) -> OpenData | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST:
                return None
            members = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        return None
    if "[Content_Types].xml" in members:
        return None
    if members.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        return _opendocument(members.get("content.xml", b""))
    read = [data for file in members.values() if (data := read_open(file)) is not None]
    if not read:
        return None
    values = tuple(value for data in read for value in data.values)
    return OpenData(f"{read[0].format}, ZIP", values, tuple(members.values()))


def _opendocument(content: bytes) -> OpenData | None:
    """Return the whole paragraphs, whatever their spans, then the values of cells."""
    text = _text(content) or ""
    data = _xml(text)
    if data is None:
        return None
    elements = ElementTree.fromstring(text).iter()  # noqa: S314 - entities were refused by _xml
    paragraphs = tuple("".join(p.itertext()) for p in elements if p.tag.endswith("}p"))
    return OpenData("OpenDocument", paragraphs + data.values)
