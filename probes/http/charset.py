"""Character set of a page, as browsers determine it."""

import codecs
import re
from functools import lru_cache

_SCANNED = 1024  # bytes that browsers search for a declaration [S: WHATWG HTML]
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META = re.compile(rb"<meta[\s/]([^>]*)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([^\s=\"'/>]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.DOTALL)
_XML = re.compile(rb"\A<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']+)", re.IGNORECASE)

# Where a label of the web has another meaning than for Python [S: WHATWG Encoding].
_CODECS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "johab": "cp949", "big5": "big5hkscs", "utf-16": "utf-16-le",
}  # fmt: skip
_LABELS = {
    "x-sjis": "cp932", "x-gbk": "gb18030", "x-x-big5": "big5hkscs", "unicode": "utf-16-le",
    "windows-874": "cp874", "dos-874": "cp874",
}  # fmt: skip
_FALLBACK = "cp1252"  # of browsers in the languages of Western Europe


def decode_text(body: bytes, content_type: str) -> str:
    """Return the text of a body in its codec, without the byte order mark."""
    mark = next((mark for mark, _ in _BOMS if body.startswith(mark)), b"")
    body, codec = body[len(mark) :], codec_of_body(body, content_type)
    if codec == "cp1252":  # five bytes have no character in Python, and a control code on the web
        return body.decode(codec, errors="windows-1252 on the web")
    return body.decode(codec, errors="replace")


def codec_of_body(body: bytes, content_type: str) -> str:
    """Return the codec of a body by its byte order mark, its header or its own declaration.

    Without any of them it is UTF-8, else windows-1252.
    """
    mark = next((name for mark, name in _BOMS if body.startswith(mark)), None)
    if declared := mark or _in_header(content_type) or _in_page(body, content_type):
        return declared
    try:
        body.decode()
    except UnicodeDecodeError:
        return _FALLBACK
    return "utf-8"


def _as_control_codes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("windows-1252 on the web", _as_control_codes)


@lru_cache(maxsize=64)
def _in_header(content_type: str) -> str | None:
    match = _HEADER.search(content_type)
    return codec_of(match[1]) if match else None


def _in_page(body: bytes, content_type: str) -> str | None:
    """Return the codec that an HTML page, or a document of XML, declares at its beginning."""
    kind = content_type.lower()
    if kind and "html" not in kind and "xml" not in kind:
        return None
    start = body[:_SCANNED]
    if b"<" not in start:
        return None
    for meta in _META.finditer(_COMMENT.sub(b"", start)):
        if (label := _label(meta[1].decode("latin-1"))) and (codec := codec_of(label)):
            return "utf-8" if codec.startswith("utf-16") else codec
    xml = _XML.match(start)
    return codec_of(xml[1].decode("latin-1")) if xml else None


def _label(attributes: str) -> str:
    """Return the character set that the attributes of a `meta` element name, or ""."""
    values: dict[str, str] = {}
    for name, *forms in _ATTRIBUTE.findall(attributes):
        values.setdefault(name.lower(), "".join(forms))
    if "charset" in values:
        return values["charset"]
    if values.get("http-equiv", "").lower() != "content-type":
        return ""
    match = _HEADER.search(values.get("content", ""))
    return match[1] if match else ""


@lru_cache(maxsize=64)
def codec_of(label: str) -> str | None:
    """Return the codec for a label of the web: `latin-1` means windows-1252; None if unknown."""
    label = label.strip().lower().replace("x-cp", "cp")
    if label in _LABELS:
        return _LABELS[label]
    try:
        name = codecs.lookup(label).name
        b"a".decode(name, errors="replace")
    except (LookupError, ValueError):  # unknown, or no character set: `base64`
        return None
    return _CODECS.get(name, name)
