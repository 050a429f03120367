"""An HTTP response, or the reason why there is none."""

import json
import re
import zlib
from collections.abc import Mapping

from epreuve.faults.message import Message, message
from epreuve.probes.evidence.records import Outcome

_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\/")
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)")


class ExchangeError(Exception):
    """No usable response: `outcome` is its class in evidence, `detail` the cause as a sentence."""

    def __init__(self, outcome: Outcome, detail: Message | str) -> None:
        super().__init__(f"{outcome}: {detail}")
        self.outcome: Outcome = outcome
        self.detail = str(detail)


class HttpResponse:
    """Status, headers (names in lower case), decoded body, and body size on the wire in bytes."""

    def __init__(
        self,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        size: int,
        set_cookies: tuple[str, ...] = (),
    ) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.size = size
        self.set_cookies = set_cookies
        self.target = "/"  # path and query after redirects
        self._text: str | None = None  # decoded once, at the first use

    @property
    def is_html(self) -> bool:
        """Whether entities such as `&eacute;` must be decoded, as a browser does."""
        return "html" in self.headers.get("content-type", "html")

    @property
    def is_text(self) -> bool:
        """Whether a person can read it in a browser: HTML, or plain text."""
        kind = self.headers.get("content-type", "html").partition(";")[0]
        return "html" in kind or kind.strip().lower() == "text/plain"

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON."""
        return "json" in self.headers.get("content-type", "")

    @property
    def readable(self) -> str:
        """Text with the escapes of JSON decoded: `caf\\u00e9` reads café, `1\\/2` 1/2."""
        if not (self.is_json and "\\" in self.text):
            return self.text
        return _ESCAPES.sub(lambda escapes: str(json.loads(f'"{escapes[0]}"')), self.text)

    @property
    def text(self) -> str:
        """Body as text, in its declared character set, else UTF-8."""
        if self._text is None:
            charset = _CHARSET.search(self.headers.get("content-type", ""))
            try:
                self._text = self.body.decode(charset[1] if charset else "utf-8", errors="replace")
            except LookupError:  # unknown character set
                self._text = self.body.decode(errors="replace")
        return self._text


def decode_body(body: bytes, encoding: str) -> bytes:
    """Decompress a body. Raises ExchangeError when it is not in `encoding`."""
    if not body or encoding in ("", "identity"):
        return body
    if encoding == "br":
        return _decode_brotli(body)
    try:
        return zlib.decompress(body, 47)  # gzip or zlib, recognised by the first bytes
    except zlib.error:
        raise ExchangeError(
            "wrong content", message("a body that is not {encoding}", encoding=encoding)
        ) from None


def _decode_brotli(body: bytes) -> bytes:
    import brotli  # type: ignore[import-untyped]  # Late: most services do not use it.

    try:
        decoded: bytes = brotli.decompress(body)
    except brotli.error:
        raise ExchangeError(
            "wrong content", message("a body that is not {encoding}", encoding="br")
        ) from None
    return decoded
