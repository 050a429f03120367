"""Visible text of a report, by the place where it stands."""

import math
import re
from dataclasses import dataclass
from html.parser import HTMLParser

NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
IDS = re.compile(r"\b[A-Z]{3}-\d\b|\bK[1-7]\b|\b[A-Z]\d\b|\b[2-5]G\b|\bp95\b|\b3-2-1\b|\[[SPGA]\]")
CUT_OFF = re.compile(r"\S*… \(\+\d+\)")  # the last word of a long text, and how much is left out
SEPARATE = {"td", "th", "br", "dd", "dt", "li", "p", "text", "tr"}
HIDDEN = {"style", "script", "title", "head"}


@dataclass(frozen=True)
class Place:
    """Section of a page; criterion and its part, or table with row and column from 0."""

    section: str = ""
    criterion: str = ""
    part: str = ""
    table: str = ""
    row: int = -1
    column: int = -1


def numbers(text: str) -> list[str]:
    """Return the numbers of a text, without the ids of criteria and caps."""
    return [one.rstrip(",") for one in NUMBER.findall(IDS.sub(" ", text))]


def near(shown: str, value: float | str) -> bool:
    """Return whether a number is a value, rounded up or down at its last digit."""
    if isinstance(value, str):
        return shown == value
    digits = len(shown.partition(".")[2])
    step = 10.0**-digits + 1e-9
    return math.isfinite(value) and abs(float(shown.replace(",", "")) - value) < step


def read_page(html: str) -> dict[Place, str]:
    """Return the text of each place."""
    reader = _Reader()
    reader.feed(html)
    return {place: " ".join("".join(texts).split()) for place, texts in reader.places.items()}


class _Reader(HTMLParser):
    """Collects texts by place; end tags may be missing, as HTML allows."""

    def __init__(self) -> None:
        super().__init__()
        self.places: dict[Place, list[str]] = {}
        self._section = self._criterion = self._part = self._table = ""
        self._row = self._column = -1
        self._hidden = 0
        self._svg = 0
        self._label = ""  # of the last `dt` of a criterion

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._hidden += tag in HIDDEN
        self._svg += tag == "svg"
        self._enter_section(tag, given)
        self._enter_cell(tag, given)
        if tag == "summary":
            self._criterion = self._part = "summary"
        if tag == "dl" and "id" in given:
            self._rename(given["id"])
        if tag in ("dt", "dd"):
            self._part = tag
        if tag in SEPARATE:
            self._add(" ")

    def _enter_section(self, tag: str, given: dict[str, str]) -> None:
        if tag in ("section", "nav") or given.get("class") == "card":
            self._section = given.get("aria-labelledby") or tag
            self._criterion = self._part = ""
        if tag == "h2" and "id" in given:
            self._section = given["id"]
        if tag == "footer":
            self._section = "footer"

    def _enter_cell(self, tag: str, given: dict[str, str]) -> None:
        if tag == "table":
            self._table, self._row = given.get("aria-labelledby") or self._section, -1
            self._criterion = self._part = ""
        if tag == "tr":
            self._row, self._column = self._row + 1, -1
        if tag in ("td", "th"):
            self._column += 1

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in HIDDEN
        self._svg -= tag == "svg"
        if tag == "table":
            self._table, self._row, self._column = "", -1, -1
        if tag in ("details", "section"):
            self._criterion = self._part = ""

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            if self._part == "dt" and self._criterion:
                self._label = data.strip()
            self._add(data)

    def _rename(self, criterion: str) -> None:
        """Give the text of a summary the id of its criterion, which comes after it."""
        texts = self.places.pop(Place(self._section, "summary", "summary"), [])
        self.places[Place(self._section, criterion, "summary")] = texts
        self._criterion, self._part = criterion, ""

    def _add(self, text: str) -> None:
        part = self._label if self._part == "dd" and self._criterion else self._part
        if not self._criterion:
            part = "chart" if self._svg else ""
        place = Place(
            self._section, self._criterion, part, self._table, self._row, self._column
        )  # fmt: skip
        self.places.setdefault(place, []).append(text)
