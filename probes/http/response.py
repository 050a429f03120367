"""One answer of a service, as a citizen's browser holds it, or the way it failed to come."""

import re
import zlib
from collections.abc import Mapping

from epreuve.probes.evidence.records import Outcome

_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)")


class ExchangeError(Exception):
    """No usable answer came: `outcome` is its class in evidence, `detail` says it in words."""

    def __init__(self, outcome: Outcome, detail: str) -> None:
        super().__init__(f"{outcome}: {detail}")
        self.outcome: Outcome = outcome
        self.detail = detail


class HttpResponse:
    """Status, headers (names in lower case), decoded body, and its size on the wire in bytes."""

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
        self.target = "/"  # where it was found, after redirects
        self._text: str | None = None  # decoded once, and only if somebody reads it

    @property
    def is_html(self) -> bool:
        """Whether entities such as `&eacute;` must be read as a browser would."""
        return "html" in self.headers.get("content-type", "html")

    @property
    def text(self) -> str:
        """The body as text, in its declared character set, else UTF-8."""
        if self._text is None:
            found = _CHARSET.search(self.headers.get("content-type", ""))
            try:
                self._text = self.body.decode(found[1] if found else "utf-8", errors="replace")
            except LookupError:  # a character set that does not exist
                self._text = self.body.decode(errors="replace")
        return self._text


def decoded(body: bytes, encoding: str) -> bytes:
    """The body once decompressed; raises ExchangeError when it cannot be."""
    if not body or encoding in ("", "identity"):
        return body
    try:
        return zlib.decompress(body, 47)  # gzip or zlib, told from its first bytes
    except zlib.error:
        raise ExchangeError("wrong content", f"a body that is not {encoding}") from None
