"""Errors of the control API, with their HTTP status."""

from __future__ import annotations


class ApiError(Exception):
    """Error of the API, sent as `{"error": message, "status": status}`."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def bad_body(reason: str) -> ApiError:
    """Return the error for a body that the route cannot read."""
    return ApiError(400, f"bad request body: {reason}")


def missing(field: str) -> ApiError:
    """Return the error for a required field that is absent."""
    return ApiError(400, f"missing required field: {field}")


def cannot_listen(error: OSError) -> ApiError:
    """Return the error for a listening address that is refused."""
    return ApiError(500, f"cannot listen: {error}")
