"""Recognition of open formats, and the values in them."""

import base64
import io
import json
import zipfile

import pytest

from epreuve.probes.pages.open_format import read_open

FILE = b"Pi\xc3\xa8ce de Zo\xc3\xa9\n" + b"0123456789abcdef" * 300
TABLE = "numero;nom\nAB12;Zoé Été\nAB13;Ana\n"


def packed(**members: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return whole.getvalue()


def opendocument(content: str) -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed(mimetype=kind, content__xml=content.encode())


ODS = '<d xmlns:t="urn:t"><t:row><t:p>AB12</t:p><t:p>Zo<t:span>é</t:span> Été</t:p></t:row></d>'


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (b'{"numero": "AB12", "nom": "Zo\\u00e9 \\u00c9t\\u00e9"}', "JSON"),
        ('[{"AB12": ["Zoé Été", 3, null]}]'.encode(), "JSON"),
        ('{"n": "AB12"}\n{"n": "Zoé Été"}\n'.encode(), "JSON lines"),
        (("\ufeff" + TABLE).encode(), "CSV"),
        (TABLE.encode("cp1252"), "CSV"),
        (TABLE.replace(";", "\t").encode(), "CSV"),
        ('<d n="AB12"><nom>Zoé Été</nom></d>'.encode(), "XML"),
        (opendocument(ODS), "OpenDocument"),
        (packed(d__csv=TABLE.encode(), piece=FILE), "CSV, ZIP"),
    ],
)
def test_an_open_format_is_read(content: bytes, format: str) -> None:
    data = read_open(content)
    assert data is not None
    assert data.format == format
    assert data.holds("AB12")
    assert data.holds("Zoé Été")
    assert not data.holds("AB1")
    assert not data.holds("Bob")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"true", b"AB12", b"un texte, simplement", b"a;b", b"a;b\nc\n",
        b"<!doctype html><html><body>AB12</body></html>",
        b'<html xmlns="http://www.w3.org/1999/xhtml"><body>AB12</body></html>',
        b'<!DOCTYPE d [<!ENTITY a "AB12">]><d>&a;</d>', b"<d><nom></d>",
        b"%PDF-1.7\nAB12;a\nAB13;b\n\x00\x01", b"\x89PNG\r\n\x1a\n\x00;\x00", b"PK\x03\x04 no",
        packed(a__png=b"\x89PNG\x00"), b'{"a": 1}\n3\n', b"[" * 100_000,
        packed(**{"[Content_Types]__xml": b"<Types/>", "sheet__xml": b"<d>AB12</d>"}),
    ],
)  # fmt: skip
def test_other_files_are_not_open_data(content: bytes) -> None:
    assert read_open(content) is None


def test_an_attached_file_is_recognised_in_each_encoding() -> None:
    in_base64 = base64.encodebytes(FILE).decode()
    for content in (
        json.dumps({"piece": in_base64}).encode(),
        packed(d__json=b"{}", piece=FILE),
        b'{"texte": "' + FILE.replace(b"\n", b"\\n") + b'"}',
    ):
        data = read_open(content)
        assert data is not None
        assert data.holds_file(FILE)
        assert not data.holds_file(FILE + b"more")
