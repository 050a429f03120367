"""Receipt of a draft: a value of a response that the path of a later request contains."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

LONG = 16  # characters of a receipt without a digit: shorter ones are words of the address
BEFORE = 80  # characters before a receipt
SHORTEST_CONTEXT = 2
_TOKEN = re.compile(r"[\w-]+")


class Receipt(NamedTuple):
    """Pattern that captures the receipt, and the later path with a placeholder in its place."""

    pattern: str
    path: str
    value: str


def find_receipt(response: str, later: Iterable[str], sent: str) -> Receipt | None:
    """Return the receipt in the text of a response; None where no later path has one.

    `later` are paths with their queries, `sent` is all that was sent before: a value that was
    sent is no receipt.
    """
    for path in later:
        for value in _values(path):
            if _is_in(value, sent) or not _is_in(value, response):
                continue
            pattern = capture_pattern(response, value)
            if pattern is not None:
                before, _, after = path.rpartition(value)
                return Receipt(pattern, f"{before}{{receipt}}{after}", value)
    return None


def _values(path: str) -> Iterator[str]:
    """Yield the parts of a path that may be a receipt, the last one first."""
    for part in reversed(re.split(r"[/?&=;.]", path)):
        has_digit = any(character.isdigit() for character in part)
        if _TOKEN.fullmatch(part) and (has_digit or len(part) >= LONG):
            yield part


def _is_in(value: str, text: str) -> bool:
    return next(_places(value, text), None) is not None


def _places(value: str, text: str) -> Iterator[re.Match[str]]:
    """Return the places of a value that is no part of a longer word."""
    return re.finditer(rf"(?<![\w-]){re.escape(value)}(?![\w-])", text)


def capture_pattern(text: str, value: str) -> str | None:
    """Return a regular expression whose group 1 is the value, by the text before it."""
    for place in _places(value, text):
        before = text[max(0, place.start() - BEFORE) : place.start()]
        for pattern in _patterns(before):
            if captures(pattern, text, value):
                return pattern
    return None


def captures(pattern: str, text: str, value: str) -> bool:
    """Return whether group 1 of the first match of a pattern is the value."""
    match = re.search(pattern, text)
    return match is not None and match[1] == value


def _patterns(before: str) -> Iterator[str]:
    """Yield patterns for what follows a text, the one that fits the fewest places first."""
    if member := re.search(r'"([\w-]+)"\s*:\s*"?$', before):  # of JSON
        yield rf'"{member[1]}"\s*:\s*"?([\w-]+)'
    if field := re.search(r'\bname="([\w-]+)"[^<>]*\bvalue="$', before):
        yield rf'name="{field[1]}"[^>]*value="([\w-]+)'
    line = re.split(r"[\r\n]", before)[-1]
    for words in (r"[^\s<>{},;]+\s*$", r"[^\s<>{},;]+\s+[^\s<>{},;]*\s*$"):
        context = re.search(words, line)
        if context and len(context[0].strip()) >= SHORTEST_CONTEXT:
            yield re.escape(context[0]).replace("\\ ", " ") + r"([\w-]+)"
