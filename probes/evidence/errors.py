"""Errors of the evidence file."""

from pydantic import ValidationError

_PROBLEMS = {
    "missing": "is missing",
    "extra_forbidden": "is an unknown field",
    "json_invalid": "is not JSON",
}


class EvidenceError(Exception):
    """The evidence file cannot be written or read; the message names the file and the cause."""


class EvidenceVersionError(EvidenceError):
    """The evidence file has another version of the format."""


def first_problem(error: ValidationError, whole: str) -> str:
    """Return field and problem of the first error in a JSON document; `whole` is its name."""
    first = error.errors()[0]
    field = ".".join(map(str, first["loc"])) or whole
    return f"{field}: {_PROBLEMS.get(first['type'], 'has an invalid value')}"
