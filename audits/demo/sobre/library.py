"""Static pages, created once and kept in memory."""

from __future__ import annotations

import hashlib

from epreuve.audits.demo.exchange import HTML, Request, Response
from epreuve.audits.demo.sobre import pages

_HOUR, _DAY = 3600, 86400  # seconds


class Library:
    """Responses for static addresses, with an ETag so that a second visit transfers no page."""

    def __init__(self) -> None:
        self._kept = {
            "/": _keep(pages.home(), HTML, _HOUR),
            "/urgence": _keep(pages.emergency(), HTML, _DAY),
            "/formats": _keep(pages.formats(), HTML, _DAY),
            "/plan.svg": _keep(pages.PLAN, "image/svg+xml", _DAY),
            "/sante": Response(b"ok", content_type="text/plain"),
        }

    def holds(self, request: Request) -> bool:
        """Return whether the address is static."""
        return request.method != "POST" and request.path in self._kept

    def find(self, request: Request) -> Response | None:
        """Return the response, 304 for a current copy, None for other addresses."""
        if not self.holds(request):
            return None
        response = self._kept[request.path]
        etag = request.headers.get("if-none-match", "")
        if etag and ("ETag", etag) in response.headers:
            return Response(b"", 304, response.content_type, response.headers)
        return response


def _keep(body: bytes, content_type: str, lifetime: int) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    policy = f"public, max-age={lifetime}, stale-if-error={7 * _DAY}"
    return Response(
        body, content_type=content_type, headers=(("Cache-Control", policy), ("ETag", tag))
    )
