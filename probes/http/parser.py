"""Incremental parser of one HTTP/1.1 response, on httptools (llhttp)."""

import httptools

from epreuve.faults.message import message
from epreuve.probes.http.content_coding import LARGEST, decode_body, too_large
from epreuve.probes.http.response import ExchangeError, HttpResponse

EVENT_STREAM = "text/event-stream"
_EVENT_ENDS = (b"\n\n", b"\r\n\r\n", b"\r\r")


class ResponseParser:
    """Fed with received bytes until `is_complete`; interim responses (1xx) are skipped.

    The response to HEAD has no body, whatever its headers say.
    """

    def __init__(self, method: str = "GET") -> None:
        self._has_body = method != "HEAD"
        self.is_started = False  # at least one byte came
        self.is_complete = False
        self.status = 0  # of the response, once its head has come
        self.keeps_alive = False  # the connection may serve another request
        self._parser = httptools.HttpResponseParser(self)
        self._headers: dict[str, str] = {}
        self._cookies: list[str] = []
        self._body = bytearray()
        self._ends_at_close = False

    def feed(self, data: bytes) -> None:
        """Parse bytes; b"" means that the peer closed. Raises ExchangeError."""
        if not data:
            self._close()
            return
        self.is_started = True
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            raise ExchangeError(
                "wrong content", message("an upgrade to another protocol")
            ) from None
        except httptools.HttpParserError as error:
            raise ExchangeError(
                "wrong content", message("not HTTP: {error}", error=str(error))
            ) from None
        if len(self._body) > LARGEST:
            raise too_large()

    @property
    def has_events(self) -> bool:
        """Whether the body is a stream of server-sent events."""
        kind = self._headers.get("content-type", "")
        return bool(self.status) and kind.lower().startswith(EVENT_STREAM)

    def events(self) -> HttpResponse | None:
        """Return the complete events of a stream so far; None for another response."""
        headers = self._headers
        if not self.has_events or "content-encoding" in headers:
            return None
        ends = [at + len(end) for end in _EVENT_ENDS if (at := self._body.rfind(end)) >= 0]
        if not ends:
            return None
        body = bytes(self._body[: max(ends)])
        return HttpResponse(self.status, headers, body, len(self._body), tuple(self._cookies))

    def response(self) -> HttpResponse:
        """Build the response, once complete. Raises ExchangeError for a badly encoded body."""
        body = bytes(self._body)
        return HttpResponse(
            self._parser.get_status_code(),
            self._headers,
            decode_body(body, self._headers.get("content-encoding", "")),
            len(body),
            tuple(self._cookies),
        )

    def _close(self) -> None:
        if not self.is_started:
            raise ExchangeError("eof", message("closed before the first byte"))
        if not self._ends_at_close:
            raise ExchangeError("truncated", message("closed in the middle of the response"))
        self.is_complete = True

    def on_message_begin(self) -> None:
        """Forget an interim response. httptools turns the ValueError into its own error."""
        if self.is_complete:
            raise ValueError("data after the end of the response")
        self._headers, self._cookies = {}, []

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header; repeated ones are joined, cookies stay apart."""
        key, text = name.decode("latin-1").lower(), value.decode("latin-1").strip()
        headers = self._headers
        if key == "set-cookie":
            self._cookies.append(text)
        else:
            headers[key] = f"{headers[key]}, {text}" if key in headers else text

    def on_headers_complete(self) -> None:
        """Decide how the body ends (RFC 9112 §6.3) and whether the connection is kept."""
        code = self._parser.get_status_code()
        self.status = code if code >= 200 else 0  # an interim response comes first
        self.keeps_alive = self._parser.should_keep_alive()
        length, coding = "content-length", self._headers.get("transfer-encoding", "")
        chunked = coding.lower().rpartition(",")[2].strip() == "chunked"
        self._ends_at_close = length not in self._headers and not chunked
        if self.status and not self._has_body:
            self.is_complete = True

    def on_body(self, data: bytes) -> None:
        """Keep a part of the body."""
        self._body += data

    def on_message_complete(self) -> None:
        """End the response, unless it is an interim one."""
        self.is_complete = self._parser.get_status_code() >= 200
        self._ends_at_close = False
