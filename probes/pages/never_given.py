"""Receipts that a service never gave, in the shape of its own."""

import random
import re
import string
import uuid

_SHORT = 7  # digits: a shorter number without a leading zero is a counter


def never_given(receipt: str, seed: int = 0) -> str:
    """Return a receipt of the same shape that the service never gave: far away, same classes.

    Only the last number or code of it changes: a prefix such as `VOIRIE-2026-` stays.
    """
    draw = random.Random(f"never given:{seed}:{receipt}")
    if unique := re.search(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", receipt, re.IGNORECASE):
        other = str(uuid.UUID(int=draw.getrandbits(128), version=4))
        other = other.upper() if unique[0].isupper() else other
        return receipt[: unique.start()] + other + receipt[unique.end() :]
    words = list(re.finditer(r"[^\W_]+", receipt))
    with_digit = [word for word in words if re.search(r"\d", word[0])]
    if not words:
        return receipt + str(draw.randrange(10**8))
    word = (with_digit or words)[-1]
    return receipt[: word.start()] + _other_word(word[0], draw) + receipt[word.end() :]


def _other_word(word: str, draw: random.Random) -> str:
    if word.isdecimal() and len(word) < _SHORT and not word.startswith("0"):
        return str(900_000_000 + draw.randrange(10**8))  # fits 32 bits; no counter is there
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
