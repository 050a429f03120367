"""Text whose typographic variants are equal: quotes, spaces and dashes."""

import re
from functools import lru_cache

_VARIANTS = {
    "'": "\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4",
    '"': "\u201c\u201d\u201e\u201f\u2033",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    "": "\u00ad\u200b\u2060\ufeff",  # soft hyphen, and spaces without width
}
_PLAIN = {variant: plain for plain, variants in _VARIANTS.items() for variant in variants}


_INVISIBLE = _VARIANTS[""]
_WORD = re.compile(r"[A-Za-z0-9]+")


def contains(page: str, text: str) -> bool:
    """Return whether a page contains a text, whatever the variants."""
    word = _longest_word(text)
    if word not in page and not any(one in page for one in _INVISIBLE):
        return False  # most texts that are missing: quick on a long page
    return plain_typography(text) in plain_typography(page)


@lru_cache(maxsize=1024)
def _longest_word(text: str) -> str:
    """Return the longest word of which no letter has variants."""
    return max(_WORD.findall(text), key=len, default="")


def plain_typography(text: str) -> str:
    """Return a text with plain quotes and dashes, and one plain space in place of several."""
    words = " ".join(text.split())  # also at spaces that do not break
    if words.isascii():
        return words
    for variant, plain in _PLAIN.items():
        words = words.replace(variant, plain)
    words = words.replace("\u00ab ", '"').replace(" \u00bb", '"')
    return words.replace("\u00ab", '"').replace("\u00bb", '"')
