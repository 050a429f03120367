"""What the control API refuses, with its status."""

from __future__ import annotations


class ApiError(Exception):
    """Becomes `{"error": message, "status": status}`."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def bad_body(reason: str) -> ApiError:
    """A body that is not what the route reads."""
    return ApiError(400, f"bad request body: {reason}")


def missing(field: str) -> ApiError:
    """A field that must be given."""
    return ApiError(400, f"missing required field: {field}")


def internal(error: OSError) -> ApiError:
    """An address that cannot be listened on, in Go's words."""
    text = str(error)
    return ApiError(500, f"listen tcp {text}" if ": bind: " in text else f"listen tcp: {text}")
