"""Text that several pages share: those of receipts never given, or of stored submissions."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import reduce

ANY = "*"  # one word, or none
_ROOM = 2  # words allowed where the pages differ, per word of the longest of them [A]
_LONGEST = 2000  # words between the first and the last difference that are compared


def missing_page(pages: Sequence[Sequence[str]], page: Sequence[str]) -> str | None:
    """Return the text that all `pages` share, with ANY for each word that may differ.

    `page` is that of a stored submission. It is None when the text does not tell the two apart: the
    pages share less than half of their words, or no word that `page` does not have.
    """
    shared = reduce(_shared, pages)
    fixed = [word for word in shared if word != ANY]
    if len(fixed) != len(shared):
        own = set(fixed) - set(page)
        if 2 * len(fixed) < max(map(len, pages)) or not own:
            return None
    text = " ".join(_with_room(shared))
    return None if is_like(text, page) else text


def shared_text(pages: Sequence[Sequence[str]]) -> str | None:
    """Return the text that all `pages` share, with ANY for each word that may differ.

    It is None when they share less than half of their words.
    """
    shared = reduce(_shared, pages)
    fixed = sum(word != ANY for word in shared)
    return " ".join(_with_room(shared)) if 2 * fixed >= max(map(len, pages)) else None


def is_like(text: str, page: Sequence[str]) -> bool:
    """Return whether a page has a text that several pages share, in all its length."""
    ends = {0}
    for word in text.split():
        after = {end + 1 for end in ends if end < len(page) and word in (ANY, page[end])}
        ends = after | ends if word == ANY else after
    return len(page) in ends


def _shared(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """Return the words of both, with as many ANY in each gap as the longer gap has words."""
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    left, right, tail = list(one[same:]), list(other[same:]), list[str]()
    while left and right and left[-1] == right[-1]:
        tail.append(left.pop())
        right.pop()
    if max(len(left), len(right)) > _LONGEST:
        middle = [ANY] * max(len(left), len(right))
    else:
        middle = list(_aligned(left, right))
    return [*one[:same], *middle, *reversed(tail)]


def _aligned(left: list[str], right: list[str]) -> Iterator[str]:
    for kind, start, end, begin, stop in SequenceMatcher(None, left, right, False).get_opcodes():
        if kind == "equal":
            yield from left[start:end]
        else:
            yield from [ANY] * max(end - start, stop - begin)


def _with_room(shared: Sequence[str]) -> Iterator[str]:
    for word in shared:
        yield from [ANY] * _ROOM if word == ANY else [word]
