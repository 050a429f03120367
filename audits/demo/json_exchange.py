"""JSON bodies of the third parties."""

from __future__ import annotations

import json
from typing import Any

from epreuve.audits.demo.exchange import Request, Response


def read_json(request: Request) -> dict[str, Any]:
    """Return the posted JSON object, empty for another body."""
    try:
        value = json.loads(request.body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def as_json(value: dict[str, Any], status: int = 200) -> Response:
    """Return a JSON response."""
    return Response(json.dumps(value).encode(), status, "application/json")
