"""Map: square tiles."""

from __future__ import annotations

import re

from epreuve.audits.demo.exchange import Request, Response
from epreuve.audits.demo.png import checks

_TILE = re.compile(r"/tuile/(\d{1,2})/(\d{1,7})/(\d{1,7})\.png")


def respond(request: Request) -> Response | None:
    """Respond to GET /tuile/{z}/{x}/{y}.png with a 256 x 256 image."""
    tile = _TILE.fullmatch(request.path)
    if request.method != "GET" or tile is None:
        return None
    zoom, column, row = (int(number) for number in tile.groups())
    return Response(checks(zoom * 1_000_003 + column * 1_009 + row), content_type="image/png")
