"""Length of the sentences of the documentation, in words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documentation.pages import OTHERS, PATHS, name

LONGEST = {"en": 30, "fr": 35}
CODE = re.compile(r"^```.*?^```$|^:::\{.*?^:::$|^<[^>]+>.*$|^ {4}\S.*$", re.MULTILINE | re.DOTALL)
INLINE_CODE = re.compile(r"`[^`]+`")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
BLOCK = re.compile(r"\n\s*\n|^\s*(?:[-*]|\d+\.|#+)\s|\||\Z", re.MULTILINE)
END = re.compile(r"(?<=[.!?])[\"”»)*]*\s+(?=\S)")
WORD = re.compile(r"\w")


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a page: code is one word, a cell or an item is a block."""
    text = INLINE_CODE.sub("code", CODE.sub("\n\n", text))
    for block in BLOCK.split(LINK.sub(r"\1", text)):
        for sentence in END.split(block):
            yield " ".join(sentence.split())


def length(sentence: str) -> int:
    """Return the number of words; punctuation and signs alone are none."""
    return sum(1 for word in sentence.split() if WORD.search(word))


def test_a_sentence_is_recognised() -> None:
    page = "# Title\n\nOne two. `a b` four!\n\n- item [of a list](x.md)\n\n| cell | other |\n"
    assert [length(one) for one in sentences(page) if one] == [1, 2, 2, 4, 1, 1]


@pytest.mark.parametrize("path", [*OTHERS, *PATHS], ids=name)
def test_no_sentence_is_too_long(path: Path) -> None:
    language = "fr" if path.parent.name == "fr" else "en"
    long = {
        sentence: length(sentence)
        for sentence in sentences(path.read_text(encoding="utf-8"))
        if length(sentence) > LONGEST[language]
    }
    assert not long, f"split these sentences, at most {LONGEST[language]} words each"
