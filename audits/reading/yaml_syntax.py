"""Syntax errors of YAML texts: the line to correct, and a sentence with the remedy."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import yaml

from epreuve.audits.errors import Misuse
from epreuve.audits.reading.translation import translate
from epreuve.audits.reading.yaml_loader import DEEPEST, DepthError
from epreuve.reports.text import NO_TEXT, Text, join, untranslated

Located = tuple[int, Text]  # number of the line from 1, or 0; the problem


class _Error(NamedTuple):
    """Error of the parser, with the text around it. Lines and columns count from 0."""

    problem: str
    context: str
    line: int
    column: int
    begin: yaml.Mark | None  # of the part that the parser was reading
    lines: list[str]
    last: yaml.Token | None  # before the error

    def is_after_last(self) -> bool:
        """Return whether the error is on the line where the last token ends, behind it."""
        end = self.last.end_mark if self.last else None
        return end is not None and end.line == self.line and end.column <= self.column


def syntax_misuse(path: Path, text: str, error: Exception) -> Misuse:
    """Return the error for a file that is not valid YAML: its line, and the remedy."""
    line, problem = _located(text, error)
    place = untranslated(f"{path}:{line}: " if line else f"{path}: ")
    return Misuse(join((place, problem), NO_TEXT))


def _located(text: str, error: Exception) -> Located:
    if isinstance(error, yaml.reader.ReaderError):
        return _control_character(text, error)
    if isinstance(error, DepthError):
        return error.line, translate(
            "is nested more than {depth} levels deep; correct this place", depth=str(DEEPEST)
        )
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return 0, _invalid(str(error))
    mark = error.problem_mark
    found = _Error(
        error.problem or "", error.context or "", mark.line, mark.column, error.context_mark,
        [*text.split("\n"), ""], _last_token(text, mark),
    )  # fmt: skip
    for recognise in (_tab, _open_quote, _after_value, _first_character, _other):
        if (located := recognise(found)) is not None:
            return located
    return mark.line + 1, _invalid(error.problem or str(error))


def _invalid(problem: str) -> Text:
    return translate(
        "is not valid YAML: {problem}; correct this place", problem=untranslated(problem)
    )


def _control_character(text: str, error: yaml.reader.ReaderError) -> Located:
    line = text.count("\n", 0, error.position) + 1
    code = f"U+{ord(text[error.position]):04X}" if error.position < len(text) else "?"
    return line, translate("has the control character {code}; remove it", code=code)


def _tab(error: _Error) -> Located | None:
    """Recognise a tab where YAML accepts only spaces."""
    if not re.match(r"[ -]*\t", error.lines[error.line]):
        return None
    return error.line + 1, translate("begins with a tab; replace each tab by spaces")


def _open_quote(error: _Error) -> Located | None:
    """Recognise a quote without its end: the text between quotes then goes on below."""
    if error.context == "while scanning a quoted scalar" and error.begin is not None:
        begin = error.begin
        return begin.line + 1, _not_closed(error.lines[begin.line][begin.column])
    last = error.last
    if not isinstance(last, yaml.ScalarToken) or last.style not in ("'", '"'):
        return None
    if last.start_mark.line != last.end_mark.line:
        return last.start_mark.line + 1, _not_closed(last.style)
    if not error.is_after_last():
        return None
    return error.line + 1, translate(
        "has text after the closing quote {quote}; write the whole value between quotes of the "
        "other kind",
        quote=last.style,
    )


def _not_closed(quote: str) -> Text:
    return translate("has a quote {quote} that is not closed; add {quote}", quote=quote)


def _after_value(error: _Error) -> Located | None:
    """Recognise a text that begins as a list or as a mapping: `{receipt}/x`."""
    if not error.is_after_last():
        return None
    if isinstance(error.last, yaml.FlowMappingEndToken):
        return error.line + 1, _quote_it("{")
    if isinstance(error.last, yaml.FlowSequenceEndToken):
        return error.line + 1, _quote_it("[")
    return None


def _first_character(error: _Error) -> Located | None:
    """Recognise a value that begins with a character of YAML itself."""
    if error.problem == "found undefined alias":
        return error.line + 1, _quote_it("*")
    if error.problem.startswith("could not determine a constructor"):
        return error.line + 1, _quote_it("!")
    column = error.column
    if error.problem.startswith("did not find expected alphabetic or numeric character"):
        column -= 1
    elif error.problem != "found character that cannot start any token":
        return None
    return error.line + 1, _quote_it(error.lines[error.line][column : column + 1])


def _quote_it(character: str) -> Text:
    return translate(
        "has a value that begins with {character}; write the value between quotes",
        character=f"`{character}`",
    )


def _other(error: _Error) -> Located | None:
    for beginning, sentence in _SENTENCES.items():
        if error.problem.startswith(beginning):
            is_at_begin = sentence in (_no_colon, _no_end) and error.begin is not None
            line = error.begin.line if is_at_begin and error.begin else error.line
            return line + 1, sentence()
    return None


def _last_token(text: str, mark: yaml.Mark) -> yaml.Token | None:
    """Return the last token that begins before a place."""
    last: yaml.Token | None = None
    try:
        for token in yaml.scan(text, Loader=yaml.CSafeLoader):
            if (token.start_mark.line, token.start_mark.column) >= (mark.line, mark.column):
                break
            if token.end_mark.index > token.start_mark.index:  # the ends of blocks are empty
                last = token
    except yaml.YAMLError:
        pass  # the error itself
    return last


def _colon() -> Text:
    return translate(
        "has `: ` inside a value, or too many spaces at its beginning; write the value between "
        "quotes, or align the line"
    )


def _escape() -> Text:
    return translate("has a backslash between double quotes; write single quotes instead")


def _no_colon() -> Text:
    return translate("has no `: ` after its key; write `key: value`")


def _no_end() -> Text:
    return translate(
        "opens {brace} or {bracket} and does not close it; close it", brace="`{`", bracket="`[`"
    )


def _inside_brackets() -> Text:
    return translate(
        "has an empty entry, or {brace} or {bracket} is not closed above; close it",
        brace="`{`", bracket="`[`",
    )  # fmt: skip


def _unaligned() -> Text:
    return translate(
        "does not continue the lines above; align it with them, with spaces, or correct the line "
        "above"
    )


def _two_documents() -> Text:
    return translate("begins a second document; remove `---` and what follows")


def _no_text_key() -> Text:
    return translate("has a key that is not a text; write the key between quotes")


def _wrong_merge() -> Text:
    return translate("has a key `<<` without a mapping; write the key between quotes")


_SENTENCES: dict[str, Callable[[], Text]] = {
    "mapping values are not allowed": _colon,
    "found unknown escape character": _escape,
    "could not find expected ':'": _no_colon,
    "did not find expected ',' or": _no_end,
    "did not find expected key": _unaligned,
    "did not find expected '-' indicator": _unaligned,
    "did not find expected node content": _inside_brackets,
    "but found another document": _two_documents,
    "found unhashable key": _no_text_key,
    "expected a mapping or list of mappings for merging": _wrong_merge,
}
