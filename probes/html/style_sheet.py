"""Parser of style sheets: imports and rules with their media queries, without comments."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_STRING = r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
_BARE_URL = r"url\(\s*[^\"'()\s][^\"'()\s]*\s*\)"
_COMMENT = re.compile(rf"({_STRING}|{_BARE_URL})|/\*.*?(?:\*/|\Z)", re.DOTALL | re.IGNORECASE)
_MARK = re.compile(rf"{_STRING}|{_BARE_URL}|[{{}};]", re.IGNORECASE)
_URL = re.compile(
    rf"(?:{_STRING})|url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^\"'()\s]+))\s*\)", re.IGNORECASE
)
_IMPORT = re.compile(
    r"@import\s+(?:url\(\s*)?(?:\"([^\"]*)\"|'([^']*)'|([^\"'()\s;]+))\s*\)?\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_CASCADE = re.compile(r"\b(?:layer|supports)\b\s*(?:\([^()]*\))?", re.IGNORECASE)
_GROUPS = ("@media", "@supports", "@layer", "@container", "@scope", "@document")
FONT_FACE = "@font-face"


class Rule(NamedTuple):
    """One rule; `selector` is FONT_FACE for a font. All `media` queries must apply."""

    selector: str
    declarations: str
    media: tuple[str, ...] = ()

    def addresses(self) -> list[str]:
        """Return the addresses in its declarations, as written."""
        return addresses(self.declarations)


class Import(NamedTuple):
    """One imported sheet, with its media query; "" without one."""

    address: str
    media: str


class StyleSheet(NamedTuple):
    """Imports and rules of a sheet."""

    imports: tuple[Import, ...]
    rules: tuple[Rule, ...]


@dataclass
class _Block:
    """A block that is being read; a rule or a group of rules."""

    selector: str = ""  # "" for a group
    media: tuple[str, ...] = ()
    declarations: str = ""
    ignored: bool = False  # key frames, pages: no rule of an element


def addresses(declarations: str) -> list[str]:
    """Return the addresses of `url()`, as written; a string that contains one has none."""
    matches = (match[1] or match[2] or match[3] for match in _URL.finditer(declarations))
    return [address for address in matches if address]


@lru_cache(maxsize=64)
def parse_style(css: str) -> StyleSheet:
    """Parse a style sheet. A broken one gives the rules that can be read."""
    text = _COMMENT.sub(lambda match: match[1] or " ", css)
    blocks, rules, imports, start = [_Block()], list[Rule](), list[Import](), 0
    for mark in _MARK.finditer(text):
        if mark[0] not in "{};":
            continue
        part = text[start : mark.start()].strip()
        start = mark.end()
        if mark[0] == "{":
            blocks.append(_opened(blocks[-1], part))
        elif mark[0] == ";":
            blocks[-1].declarations += f"{part};"
            imports += _imported(part) if len(blocks) == 1 else []
        elif len(blocks) > 1:
            block = blocks.pop()
            rules += _rule(block, part)
    return StyleSheet(tuple(imports), tuple(rules))


def _opened(outer: _Block, prelude: str) -> _Block:
    name = prelude.lower()
    if outer.ignored:
        return _Block(ignored=True)
    if name.startswith("@media"):
        return _Block(outer.selector, (*outer.media, prelude[len("@media") :].strip()))
    if name.startswith(_GROUPS):
        return _Block(outer.selector, outer.media)
    if name.startswith(FONT_FACE):
        return _Block(FONT_FACE, outer.media)
    if name.startswith("@"):
        return _Block(ignored=True)
    if not outer.selector:
        return _Block(prelude, outer.media)
    nested = prelude.replace("&", outer.selector)
    return _Block(nested if "&" in prelude else f"{outer.selector} {prelude}", outer.media)


def _rule(block: _Block, rest: str) -> list[Rule]:
    declarations = block.declarations + rest
    if block.ignored or not block.selector or not declarations:
        return []
    return [Rule(block.selector, declarations, block.media)]


def _imported(statement: str) -> list[Import]:
    match = _IMPORT.fullmatch(statement)
    if match is None:
        return []
    address = match[1] or match[2] or match[3] or ""
    return [Import(address, _CASCADE.sub("", match[4]).strip())]
