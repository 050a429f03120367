"""Errors of the evidence file."""

from pydantic import ValidationError

from epreuve.faults.message import Message, message


class EvidenceError(Exception):
    """The evidence file cannot be written or read; the message names the file and the cause."""

    def __init__(self, text: Message) -> None:
        super().__init__(text)


class EvidenceVersionError(EvidenceError):
    """The evidence file has another version of the format."""


def first_problem(error: ValidationError) -> Message:
    """Return field and problem of the first error in a JSON document."""
    first = error.errors()[0]
    field = ".".join(map(str, first["loc"])) or message("the file")
    return message("{field}: {problem}", field=field, problem=_problem(first["type"]))


def _problem(kind: str) -> Message:
    match kind:
        case "missing":
            return message("is missing")
        case "extra_forbidden":
            return message("is an unknown field")
        case "json_invalid":
            return message("is not JSON")
        case _:
            return message("has an invalid value")
