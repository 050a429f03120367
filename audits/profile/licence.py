"""Whether an SPDX licence expression lets one use, study, change and share what it covers."""

import re
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from epreuve.audits.reading.yaml_file import read_model

CLASSIFIER = "License :: OSI Approved"  # how PyPI says that the OSI approves it
_WORD = re.compile(r"[()]|[^\s()]+")


class _Free(BaseModel):
    """`free_licences.yaml`: whence it comes is written there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    osi_approved: tuple[str, ...]
    fsf_free: tuple[str, ...]
    public_domain: tuple[str, ...]
    exceptions: tuple[str, ...]


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Free licences and exceptions, in small letters: SPDX does not mind the case."""
    found = read_model(Path(__file__).with_name("free_licences.yaml"), _Free)
    licences = (*found.osi_approved, *found.fsf_free, *found.public_domain)
    return frozenset(map(str.lower, licences)), frozenset(map(str.lower, found.exceptions))


@cache
def is_free(expression: str) -> bool:
    """`A OR B` is free when one is, `A AND B` when both are; AND binds before OR.

    `A WITH B` is when A is and B is a known exception, which only adds permissions. What is
    unknown, unreadable or empty is not free.
    """
    if expression.startswith(CLASSIFIER):
        return True
    reading = _Reading(_WORD.findall(expression.lower()))
    try:
        return reading.any_of() and not reading.words
    except IndexError:  # it ends in the middle
        return False


class _Reading:
    """The words of an expression that are still to be read."""

    def __init__(self, words: list[str]) -> None:
        self.words = words[::-1]

    def any_of(self) -> bool:
        free = self._all_of()
        while self._takes("or"):
            free |= self._all_of()
        return free

    def _all_of(self) -> bool:
        free = self._one()
        while self._takes("and"):
            free &= self._one()
        return free

    def _one(self) -> bool:
        if self._takes("("):
            free = self.any_of()
            return self._takes(")") and free
        licences, exceptions = _known()
        word = self.words.pop()
        free = word in licences or word.removesuffix("+") in licences
        allowed = not self._takes("with") or self.words.pop() in exceptions
        return free and allowed

    def _takes(self, word: str) -> bool:
        if not self.words or self.words[-1] != word:
            return False
        self.words.pop()
        return True
