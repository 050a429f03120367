"""Errors of the evidence file."""


class EvidenceError(Exception):
    """The evidence file cannot be written or read; the message names the file and the cause."""


class EvidenceVersionError(EvidenceError):
    """The evidence file has another version of the format."""
