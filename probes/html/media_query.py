"""Media queries, evaluated for one reference screen."""

import re

WIDTH, HEIGHT = 1280, 800  # CSS pixels of the reference screen [A]
EM = 16.0  # CSS pixels

_PIXELS = {"px": 1.0, "em": EM, "rem": EM, "": 1.0}
_LENGTH = r"(-?[\d.]+)\s*(px|r?em)?"
_MINIMUM = re.compile(rf"(min|max)-(width|height)\s*:\s*{_LENGTH}")
_RANGE = re.compile(rf"(?:{_LENGTH}\s*(<=?)\s*)?(width|height)\s*(?:([<>]=?)\s*{_LENGTH})?")
_TRUE = {
    "color", "hover", "hover: hover", "any-hover: hover", "pointer: fine", "any-pointer: fine",
    "orientation: landscape", "prefers-color-scheme: light", "scripting: enabled",
    "prefers-reduced-motion: no-preference", "display-mode: browser", "width", "height",
    "resolution: 1dppx", "min-resolution: 1dppx", "forced-colors: none",
}  # fmt: skip


def applies(queries: str) -> bool:
    """Return whether media queries apply to the reference screen; an empty list does."""
    parts = queries.lower().split(",")
    return not queries.strip() or any(_query(" ".join(part.split())) for part in parts)


def _query(query: str) -> bool:
    negated = query.startswith("not ")
    query = query.removeprefix("not ").removeprefix("only ")
    media, *conditions = [part.strip() for part in re.split(r"\band\b", query)]
    if media.startswith("("):
        conditions.insert(0, media)
        media = "all"
    holds = media in ("all", "screen") and all(_condition(one) for one in conditions)
    return holds is not negated


def _condition(condition: str) -> bool:
    text = condition.strip("() ")
    if text.startswith("not "):
        return not _condition(text.removeprefix("not "))
    if " or " in text:
        return any(_condition(one) for one in text.split(" or "))
    if (limit := _MINIMUM.fullmatch(text)) is not None:
        least, size = limit[1] == "min", _size(limit[2])
        bound = _pixels(limit[3], limit[4])
        return size >= bound if least else size <= bound
    if (limits := _RANGE.fullmatch(text)) is not None and (limits[3] or limits[5]):
        return _within(limits)
    return re.sub(r"\s*:\s*", ": ", text) in _TRUE


def _within(limits: re.Match[str]) -> bool:
    size = _size(limits[4])
    lower = limits[3] is None or _compare(_pixels(limits[1], limits[2]), limits[3], size)
    upper = limits[5] is None or _compare(size, limits[5], _pixels(limits[6], limits[7]))
    return lower and upper


def _compare(left: float, sign: str, right: float) -> bool:
    if left == right:
        return sign.endswith("=")
    return (left < right) is sign.startswith("<")


def _size(name: str) -> int:
    return WIDTH if name == "width" else HEIGHT


def _pixels(number: str, unit: str | None) -> float:
    return float(number) * _PIXELS[unit or ""]
