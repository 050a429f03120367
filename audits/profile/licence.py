"""Free-software check of SPDX licence expressions."""

import re
from functools import cache
from pathlib import Path

from epreuve.audits.reading.yaml_file import read_model
from epreuve.faults.frozen_model import FrozenModel

CLASSIFIER = "License :: OSI Approved"  # PyPI classifier of licences approved by the OSI
_WORD = re.compile(r"[()]|[^\s()]+")


class _FreeLicences(FrozenModel):
    """Content of `free_licences.yaml`. The file names its sources."""

    osi_approved: tuple[str, ...]
    fsf_free: tuple[str, ...]
    public_domain: tuple[str, ...]
    exceptions: tuple[str, ...]


@cache
def _free() -> tuple[frozenset[str], frozenset[str]]:
    """Return free licences and exceptions in lower case: SPDX ignores case."""
    lists = read_model(Path(__file__).with_name("free_licences.yaml"), _FreeLicences)
    licences = (*lists.osi_approved, *lists.fsf_free, *lists.public_domain)
    return frozenset(map(str.lower, licences)), frozenset(map(str.lower, lists.exceptions))


@cache
def is_free(expression: str) -> bool:
    """Return whether a licence expression allows use, study, change and sharing.

    `A OR B` is free when one is free, `A AND B` when both are free; AND binds before OR.
    `A WITH B` is free when A is free and B is a known exception, which only adds permissions.
    Unknown, invalid and empty expressions are not free.
    """
    if expression.startswith(CLASSIFIER):
        return True
    parser = _Parser(_WORD.findall(expression.lower()))
    try:
        return parser.disjunction() and not parser.words
    except IndexError:  # the expression ends too early
        return False


class _Parser:
    """Recursive-descent parser that evaluates an expression; `words` are the words left."""

    def __init__(self, words: list[str]) -> None:
        self.words = words[::-1]

    def disjunction(self) -> bool:
        free = self._conjunction()
        while self._skip("or"):
            free |= self._conjunction()
        return free

    def _conjunction(self) -> bool:
        free = self._operand()
        while self._skip("and"):
            free &= self._operand()
        return free

    def _operand(self) -> bool:
        if self._skip("("):
            free = self.disjunction()
            return self._skip(")") and free
        licences, exceptions = _free()
        word = self.words.pop()
        free = word in licences or word.removesuffix("+") in licences
        allowed = not self._skip("with") or self.words.pop() in exceptions
        return free and allowed

    def _skip(self, word: str) -> bool:
        """Remove the next word if it is `word`; return whether it was."""
        if not self.words or self.words[-1] != word:
            return False
        self.words.pop()
        return True
