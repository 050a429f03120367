"""Content network: a script library, a font and analytics, heavy and not cacheable."""

from __future__ import annotations

import random

from epreuve.audits.demo.exchange import Request, Response

_SCRIPT = 300_000  # bytes
_FONT = 150_000
# Called by pages to send their forms.
_SENDER = b"function envoyer(f){f.method='post';f.action=f.dataset.envoi;f.submit()}\n"


def _script(seed: int) -> bytes:
    """Return a valid script with a long string that does not compress."""
    head, tail = b'(function(){"use strict";var donnees="', b'";return donnees.length;})();\n'
    size = _SCRIPT - len(head) - len(tail)
    return head + random.Random(seed).randbytes(size // 2).hex().encode() + tail


_FILES = {
    "/lib.js": (_SENDER + _script(1), "text/javascript"),
    "/mesure.js": (_script(2), "text/javascript"),
    "/police.woff2": (b"wOF2" + random.Random(3).randbytes(_FONT - 4), "font/woff2"),
}


def respond(request: Request) -> Response | None:
    """Respond to GET for one of three files."""
    if request.method != "GET" or request.path not in _FILES:
        return None
    content, content_type = _FILES[request.path]
    return Response(content, content_type=content_type)
