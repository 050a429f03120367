"""Character sets of pages, as browsers determine them."""

import pytest

from epreuve.probes.http.charset import codec_of, decode_text

HTML = "text/html"
PAGE = "<h1>Démarches à « la mairie » : 3 €</h1>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PAGE.encode(), "text/html; charset=utf-8"),
        (PAGE.encode("cp1252"), "text/html; charset=ISO-8859-1"),
        (PAGE.encode("cp1252"), 'text/html;Charset = "latin1"'),
        (PAGE.encode("iso8859-15"), "text/html; charset=iso-8859-15"),
        (PAGE.encode(), HTML),
        (PAGE.encode("cp1252"), HTML),
        (PAGE.encode("cp1252"), "text/html; charset=unheard-of"),
        (PAGE.encode("cp1252"), "text/html; charset=base64"),
        (b"\xef\xbb\xbf" + PAGE.encode(), "text/html; charset=iso-8859-1"),
        (b"\xff\xfe" + PAGE.encode("utf-16-le"), HTML),
        (b"\xfe\xff" + PAGE.encode("utf-16-be"), HTML),
        (PAGE.encode(), "application/json"),
    ],
)
def test_the_text_of_a_page(body: bytes, kind: str) -> None:
    assert decode_text(body, kind) == PAGE


@pytest.mark.parametrize(
    "declaration",
    [
        "<meta charset=iso-8859-15>",
        '<META CHARSET="ISO-8859-15" />',
        '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">',
        "<meta content='text/html;charset=iso-8859-15' http-equiv=content-type>",
        '<?xml version="1.0" encoding="iso-8859-15"?><html>',
        '<!-- <meta charset="utf-16"> --><meta name="x" content="charset=koi8-r">'
        "<meta charset='iso-8859-15'>",
    ],
)
def test_a_page_declares_its_character_set(declaration: str) -> None:
    text = declaration + PAGE
    assert decode_text(text.encode("iso8859-15"), HTML) == text


def test_the_header_comes_before_the_declaration_of_the_page() -> None:
    text = "<meta charset=koi8-r>" + PAGE
    assert decode_text(text.encode(), "text/html; charset=utf-8") == text


def test_only_the_beginning_of_a_page_is_searched() -> None:
    text = " " * 2000 + "<meta charset=koi8-r>" + PAGE
    assert decode_text(text.encode(), HTML) == text


def test_a_byte_without_character_is_no_error() -> None:
    assert decode_text(b"a\x81b", "text/html; charset=latin1") == "a\x81b"
    assert decode_text(b"a\xffb", "text/html; charset=utf-8") == "a\ufffdb"


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("US-ASCII", "cp1252"), ("windows-1252", "cp1252"), ("latin5", "cp1254"),
        ("gb2312", "gb18030"), ("shift-jis", "cp932"), ("ks_c_5601-1987", "cp949"),
        ("utf8", "utf-8"), ("windows-874", "cp874"), ("x-cp1250", "cp1250"), ("rot13", None),
    ],
)  # fmt: skip
def test_labels_of_the_web(label: str, codec: str | None) -> None:
    assert codec_of(label) == codec
