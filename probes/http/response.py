"""An HTTP response, or the reason why there is none."""

import html
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from epreuve.faults.message import Message
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.charset import codec_of_body, decode_text

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\[\"\\/bfnrt]")


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
        self.origin = ""  # of the service, as `http://host:port`
        self.fragment = ""  # of the address after redirects
        self.location: str | None = None  # of the last redirect, as it was sent
        self._text: str | None = None  # decoded once, at the first use
        self._tree: LexborHTMLParser | None = None  # parsed once, at the first use

    @property
    def is_html(self) -> bool:
        """Whether entities such as `&eacute;` must be decoded, as a browser does."""
        return "html" in self._type

    @property
    def is_text(self) -> bool:
        """Whether a person can read it in a browser: HTML, or plain text."""
        kind = self._type.partition(";")[0]
        return "html" in kind or kind.strip() == "text/plain"

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON."""
        return "json" in self._type

    @property
    def _type(self) -> str:
        """Media type in lower case; a response without one is shown as a page."""
        return self.headers.get("content-type", "html").lower()

    @property
    def readable(self) -> str:
        """Text with the escapes of JSON (`caf\\u00e9`) or the entities of HTML decoded."""
        text = self.text
        # Some services send JSON with the type of a page.
        if "\\" in text and (self.is_json or text[:64].lstrip()[:1] in ("{", "[")):
            text = _ESCAPES.sub(_character, text)
        return html.unescape(text) if self.is_html and "&" in text else text

    @property
    def text(self) -> str:
        """Body as text, in the character set that a browser chooses."""
        if self._text is None:
            self._text = decode_text(self.body, self.headers.get("content-type", ""))
        return self._text

    @property
    def codec(self) -> str:
        """Character set of the body, as `text` reads it."""
        return codec_of_body(self.body, self.headers.get("content-type", ""))

    @property
    def tree(self) -> "LexborHTMLParser":
        """Elements of the page; they must not be changed."""
        if self._tree is None:
            from selectolax.lexbor import LexborHTMLParser  # slow to import, rarely needed

            self._tree = LexborHTMLParser(self.text)
        return self._tree


def _character(escape: re.Match[str]) -> str:
    return str(json.loads(f'"{escape[0]}"'))
