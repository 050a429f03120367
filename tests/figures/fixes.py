"""Recommendations of the page: their gains, and the numbers of what they name."""

import html as escapes
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.figures.explained import grid_numbers, without_written, written_texts
from tests.figures.gains import gain_mistakes, own_gain_mistakes
from tests.figures.load_causes import LOAD
from tests.figures.losses import LOSSES
from tests.figures.other_causes import OTHERS
from tests.figures.page import CUT_OFF, Place, near, numbers
from tests.figures.return_causes import RETURN
from tests.figures.run import Run
from tests.figures.sentences import checked
from tests.figures.stops import STOPS

LIST = re.compile(r'<ol class="fixes">(.*?)</ol>', re.DOTALL)
ITEM = re.compile(
    r'<li><strong>(.*?)</strong> <span class="gain">(.*?)</span><br>(.*?) <b>(.*?)</b> '
    r"<small>(.*?)</small>",
    re.DOTALL,
)
ALONE = re.compile(r"\(\+[\d.]+, \w+ effort\)$")
ID = re.compile(r"\b[A-Z]{3}-\d\b")
CAUSES = {**LOSSES, **STOPS, **LOAD, **OTHERS, **RETURN}


@dataclass(frozen=True)
class Fix:
    """Texts of one recommendation, and the criteria that it repairs."""

    title: str
    gain: str
    observed: str
    advice: str
    criteria: list[str]


def read_fixes(html: str) -> Iterator[Fix]:
    """Yield the recommendations of a page."""
    match = LIST.search(html)
    for item in ITEM.findall(match[1] if match else ""):
        title, gain, observed, advice, small = (_text(one) for one in item)
        yield Fix(title, gain, observed, advice, list(dict.fromkeys(ID.findall(small))))


def _text(html: str) -> str:
    return " ".join(escapes.unescape(re.sub(r"<[^>]+>", "", html)).split())


def fix_mistakes(run: Run, html: str, page: dict[Place, str]) -> Iterator[str]:
    """Yield each gain and each number of a recommendation that nothing explains.

    What a criterion alone observed is compared with its line among the criteria.
    """
    for fix in read_fixes(html):
        yield from gain_mistakes(run, fix.title, fix.gain, fix.criteria)
        line = page.get(Place("criteria", fix.criteria[0], "Observation"), "")
        texts = [fix.advice] if fix.observed == line else [fix.observed, fix.advice]
        for text in texts:
            yield from _unexplained(run, text, fix.criteria[0])
    for place, text in page.items():
        if place.part == "Recommendation":
            yield from _unexplained(run, ALONE.sub("", text), place.criterion)
            if match := ALONE.search(text):
                yield from own_gain_mistakes(run, place.criterion, match[0])


def _unexplained(run: Run, text: str, criterion: str) -> Iterator[str]:
    *wrong, rest = checked(run, text, CAUSES)
    yield from wrong
    known = grid_numbers().get(criterion, set())
    for one in numbers(CUT_OFF.sub(" ", without_written(rest, written_texts(run)))):
        if not any(near(one, value) for value in known):
            yield f"{criterion}: {one} in {text!r}"
