"""Sentences of the page with numbers: each is checked by a pattern and its recomputed values."""

import re
from collections.abc import Callable, Iterator, Mapping

from tests.figures.criteria import Values
from tests.figures.page import near, numbers
from tests.figures.run import Run

Check = Callable[[Run, re.Match[str]], list[Values]]
"""Run and match → lists of values, one of which the sentence must show in this order."""


def checked(run: Run, text: str, checks: Mapping[str, Check]) -> Iterator[str]:
    """Yield each sentence with other numbers, then the text without the sentences that are known.

    What the groups of a pattern match, such as names, has no numbers to check.
    """
    for pattern, check in checks.items():
        for match in re.finditer(pattern, text):
            inner = match[0]
            for group in match.groups():
                inner = inner.replace(group or "", "", 1)
            shown = numbers(inner)
            if not any(_equal(shown, values) for values in check(run, match)):
                yield f"{match[0]!r} is not {check(run, match)}"
        text = re.sub(pattern, " ", text)
    yield text


def _equal(shown: list[str], values: Values) -> bool:
    return len(shown) == len(values) and all(map(near, shown, values))
