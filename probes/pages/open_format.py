"""Data in an open format, told by their content and never by their name.

JSON, JSON lines, XML, CSV, OpenDocument, or a ZIP that holds some of these. An HTML page is to be
read, not to be used again; Office Open XML is not among the formats that public bodies recommend
(RGI [G]): neither counts.
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

MOST = 500_000_000  # bytes unpacked: above, a ZIP is not read
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DELIMITERS = ";,\t|"
csv.field_size_limit(MOST)  # an attached file is one long field


@dataclass(frozen=True)
class OpenData:
    """What was found in it: every value as text, and the files beside."""

    format: str
    values: tuple[str, ...]
    files: tuple[bytes, ...] = ()

    def holds(self, text: str) -> bool:
        """Whether a value is this text, or has it as a whole word."""
        if text in self._whole:
            return True
        return bool(re.search(rf"(?<!\w){re.escape(text)}(?!\w)", self._joined))

    def holds_file(self, content: bytes) -> bool:
        """Whether a file is there as it was: beside, as a text, or in base64."""
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
    """The data, None when this is in no open format that is known here."""
    if content.startswith(b"PK"):
        return _zip(content)
    text = _text(content)
    if text is None:
        return None
    for read in (_json, _xml, _csv):
        if (found := read(text)) is not None:
            return found
    return None


def _text(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return None if _CONTROL.search(text) else text.strip()


def _json(text: str) -> OpenData | None:
    try:
        found = json.loads(text)
        name = "JSON"
    except (ValueError, RecursionError):
        try:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            return None
        name = "JSON lines"
        if not all(isinstance(each, dict) for each in found):
            return None
    if not isinstance(found, (dict, list)) or not text:
        return None
    return OpenData(name, tuple(_scalars(found)))


def _scalars(value: object) -> Iterator[str]:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            yield from map(str, each)
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
        elif each is not None:
            yield str(each)


def _xml(text: str) -> OpenData | None:
    if not text.startswith("<") or "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None  # with entities of its own it could grow without end
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - entities were refused above
    except ElementTree.ParseError:
        return None
    if root.tag.rpartition("}")[2].lower() == "html":
        return None
    return OpenData("XML", tuple(_elements(root)))


def _elements(root: ElementTree.Element) -> Iterator[str]:
    for each in root.iter():
        yield from each.attrib.values()
        yield from (text.strip() for text in (each.text, each.tail) if text and text.strip())


def _csv(text: str) -> OpenData | None:
    """A table: two lines at least, two columns at least, as many in every line."""
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
            if sum(each.file_size for each in archive.infolist()) > MOST:
                return None
            members = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        return None
    if "[Content_Types].xml" in members:
        return None
    if members.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        return _opendocument(members.get("content.xml", b""))
    read = [found for each in members.values() if (found := read_open(each)) is not None]
    if not read:
        return None
    values = tuple(value for each in read for value in each.values)
    return OpenData(f"{read[0].format}, ZIP", values, tuple(members.values()))


def _opendocument(content: bytes) -> OpenData | None:
    """Paragraphs whole, whatever their spans, then what cells hold by themselves."""
    text = _text(content) or ""
    found = _xml(text)
    if found is None:
        return None
    paragraphs = (each for each in ElementTree.fromstring(text).iter() if each.tag.endswith("}p"))  # noqa: S314
    whole = tuple("".join(each.itertext()) for each in paragraphs)
    return OpenData("OpenDocument", whole + found.values)
