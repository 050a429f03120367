"""Calls to third parties: post a JSON object, return a JSON object."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException
from typing import Any

from epreuve.audits.demo.settings import Address


class OutboundError(Exception):
    """A third party did not respond, or responded with an error."""


class RefusedError(OutboundError):
    """The third party refused the call (HTTP 4xx): a retry does not help."""


def post_json(
    address: Address, path: str, payload: dict[str, Any], timeout: float | None
) -> dict[str, Any]:
    """Post `payload`. `timeout` in seconds applies to the connection and each read; None: no limit.

    Raises RefusedError or OutboundError.
    """
    connection = HTTPConnection(address.host, address.port, timeout=timeout)
    headers = {"Content-Type": "application/json", "Connection": "close"}
    try:
        connection.request("POST", path, json.dumps(payload).encode(), headers)
        response = connection.getresponse()
        document = json.loads(response.read())
    except (OSError, HTTPException, ValueError) as error:
        raise OutboundError(f"{address}{path}: {error or type(error).__name__}") from error
    finally:
        connection.close()
    if 400 <= response.status < 500:
        raise RefusedError(f"{address}{path}: HTTP {response.status}")
    if response.status >= 500 or not isinstance(document, dict):
        raise OutboundError(f"{address}{path}: HTTP {response.status}")
    return document
