"""Receipts that a service never gave, in the shape of its own."""

import random
import re
import string
import uuid

_FAR = 9  # digits of a number far above the highest: it fits 32 bits
# Letters before a number, as in D000017 or 2026A0017. A service may have no page for other letters.
_PREFIX = re.compile(r"(?:\d{2,4})?[^\W\d_]{1,8}(?=\d{3,}\Z)")  # fewer digits: a code [A]
_ROOM = 100  # numbers above the highest, at least: the next ones are given meanwhile


def never_given(receipt: str, seed: int = 0, *, far: bool = False) -> str:
    """Return a receipt that the service never gave, in the shape of one just given.

    Only its last number or code changes: a prefix such as `VOIRIE-2026-` or `D` stays. A number is
    above the one just given, with as many digits. A number that is `far` has nine digits, or one
    more.
    """
    draw = random.Random(f"never given:{seed}:{receipt}")
    if unique := re.search(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", receipt, re.IGNORECASE):
        other = str(uuid.UUID(int=draw.getrandbits(128), version=4))
        other = other.upper() if unique[0].isupper() else other
        return receipt[: unique.start()] + other + receipt[unique.end() :]
    word = _code(receipt)
    if word is None:
        return receipt + str(draw.randrange(10**8))
    prefix = _PREFIX.match(word[0])
    start = word.start() + (prefix.end() if prefix else 0)
    changed = receipt[start : word.end()]
    if not changed.isdecimal():
        other = _other_code(changed, draw)
    elif far:
        other = f"9{_digits(max(_FAR, len(changed) + 1) - 1, draw)}"
    else:
        other = _number_above(changed, draw)
    return receipt[:start] + other + receipt[word.end() :]


def has_far(receipt: str) -> bool:
    """Return whether a receipt has a number, so that another one can be far above it."""
    return never_given(receipt, far=True) != never_given(receipt)


def _code(receipt: str) -> re.Match[str] | None:
    """Return the last word with a digit, rather a number than a year; else the last word."""
    words = list(re.finditer(r"[^\W_]+", receipt))
    with_digit = [word for word in words if re.search(r"\d", word[0])]
    no_year = [word for word in with_digit if not re.fullmatch(r"(?:19|20)\d\d", word[0])]
    return next((group[-1] for group in (no_year, with_digit, words) if group), None)


def _number_above(number: str, draw: random.Random) -> str:
    """Return a number in the upper half of the numbers above, with as many digits if it can be."""
    low, digits = int(number) + 1, len(number)
    while 10**digits - low < _ROOM:
        digits += 1
        low = max(low, 10 ** (digits - 1))
    return str(draw.randrange((low + 10**digits) // 2, 10**digits)).zfill(digits)


def _digits(number: int, draw: random.Random) -> str:
    return "".join(draw.choices(string.digits, k=number))


def _other_code(word: str, draw: random.Random) -> str:
    while (other := "".join(_other_character(letter, word, draw) for letter in word)) == word:
        pass
    return other


def _other_character(letter: str, word: str, draw: random.Random) -> str:
    if letter.isdecimal():
        return draw.choice("123456789" if letter != "0" else "0123456789")
    hexadecimal = all(each in string.hexdigits for each in word)
    letters = "abcdef" if hexadecimal else string.ascii_lowercase
    chosen = draw.choice(letters)
    return chosen.upper() if letter.isupper() else chosen
