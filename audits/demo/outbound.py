"""Calls to third parties: one JSON object posted, one JSON object back."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException
from typing import Any

from epreuve.audits.demo.settings import Address


class OutboundError(Exception):
    """A third party did not answer, or did not answer with success."""


class RefusedError(OutboundError):
    """The third party works and refuses this call (HTTP 4xx): calling again will not help."""


def post_json(
    address: Address, path: str, payload: dict[str, Any], timeout: float | None
) -> dict[str, Any]:
    """Post `payload`; `timeout` in seconds bounds the connection and each read, None waits on.

    Raises RefusedError or OutboundError.
    """
    connection = HTTPConnection(address.host, address.port, timeout=timeout)
    headers = {"Content-Type": "application/json", "Connection": "close"}
    try:
        connection.request("POST", path, json.dumps(payload).encode(), headers)
        response = connection.getresponse()
        answer = json.loads(response.read())
    except (OSError, HTTPException, ValueError) as error:
        raise OutboundError(f"{address}{path}: {error or type(error).__name__}") from error
    finally:
        connection.close()
    if 400 <= response.status < 500:
        raise RefusedError(f"{address}{path}: HTTP {response.status}")
    if response.status >= 500 or not isinstance(answer, dict):
        raise OutboundError(f"{address}{path}: HTTP {response.status}")
    return answer
