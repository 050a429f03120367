"""Styles that display a text which cannot be read: transparent, clipped, off the screen.

Pages hide labels for screen readers like this. Sighted users read nothing there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from epreuve.probes.html.cascade import cascaded

_SIZES = ("width", "height", "max-width", "max-height")
_OVERFLOWS = ("overflow", "overflow-x", "overflow-y")
_OFFSETS = ("left", "right", "top", "bottom")
_BACKGROUNDS = ("background", "background-image", "background-color")
_CLIPS = ("background-clip", "-webkit-background-clip")
_PLACES = ("margin-left", "opacity", "position", "text-indent", "transform")
_SHAPES = ("animation", "animation-name", "clip", "clip-path", "color", "font", "font-size")
PROPERTIES = frozenset(_SIZES + _OVERFLOWS + _OFFSETS + _BACKGROUNDS + _CLIPS + _PLACES + _SHAPES)
_NUMBER = r"-?(?:\d+\.?\d*|\.\d+)"
_LENGTH = re.compile(rf"({_NUMBER})(px|pt|r?em|ex|ch|v[wh]|%)?")
_PIXELS = {"pt": 1.3, "em": 16, "rem": 16, "ex": 8, "ch": 8, "vw": 13, "vh": 8, "%": 13}
_AWAY = -900  # pixels: a text that is shown is never moved so far
_SMALLEST = 3  # pixels of a font
_FAINTEST = 0.05  # opacity
_EDGES = re.compile(rf"rect\(\s*{_NUMBER}(?:px)?" + rf"[\s,]+{_NUMBER}(?:px)?" * 3 + r"\s*\)")
_NO_AREA = re.compile(
    r"inset\(\s*(?:[5-9]\d|\d{3,})%|circle\(\s*0|ellipse\(\s*0|polygon\([\s0,px%]*\)"
)
_MOVED = re.compile(rf"translate(?:x|y|3d)?\(\s*(?:[^(),]+,\s*)?({_NUMBER}(?:px|r?em|vw|vh))")
_SHRUNK = re.compile(r"scale[xy]?\(\s*0?\.?0*\s*[,)]")
_NO_FONT = re.compile(r"(?:\w+\s+)*0(?:px)?[\s/]")
_TRANSPARENT = re.compile(r"transparent|#(?:.{3}0|.{6}00)|(?:rgb|hsl)a?\(.*[,/]\s*0?\.?0*%?\s*\)")
_NAMES = {"white": "#fff", "black": "#000"}

Values = Mapping[str, str]


def unreadable(tree: LexborHTMLParser, sheets: Iterable[str]) -> Iterator[LexborNode]:
    """Yield the elements and the texts that a browser displays but that cannot be read."""
    if tree.body is None:
        return
    own: dict[int, Values] = {}
    for node, values in cascaded(tree, sheets, PROPERTIES):
        own[node.mem_id] = values
        if _is_faint(values) or _is_clipped(values) or _is_empty(values) or _is_away(values):
            yield node
    concealing = {key: _conceals(values) for key, values in own.items()}
    if any(True in one.values() for one in concealing.values()):
        for node in tree.body.traverse(include_text=True):
            if node.is_text_node and _is_concealed(node, concealing):
                yield node


def _is_concealed(text: LexborNode, concealing: Mapping[int, Mapping[str, bool]]) -> bool:
    """Return whether a text inherits a value that conceals it; the nearest value decides."""
    inherited: dict[str, bool] = {}
    node = text.parent
    while node is not None:
        inherited = {**concealing.get(node.mem_id, {}), **inherited}
        node = node.parent
    return any(inherited.values())


def _conceals(values: Values) -> dict[str, bool]:
    """Return, for each inherited property that an element sets, whether it conceals a text."""
    concealing = {}
    size = _pixels(values.get("font-size", "0px" if _NO_FONT.match(values.get("font", "")) else ""))
    if size is not None:
        concealing["font-size"] = size < _SMALLEST
    if (indent := _pixels(values.get("text-indent", ""))) is not None:
        concealing["text-indent"] = indent <= _AWAY
    if "color" in values:
        concealing["color"] = _has_no_contrast(values)
    return concealing


def _is_faint(values: Values) -> bool:
    if "animation" in values or "animation-name" in values:
        return False  # it appears later
    opacity = re.fullmatch(rf"({_NUMBER})(%?)", values.get("opacity", ""))
    return opacity is not None and float(opacity[1]) / (100 if opacity[2] else 1) < _FAINTEST


def _is_clipped(values: Values) -> bool:
    if _NO_AREA.match(values.get("clip-path", "")):
        return True
    edges = _EDGES.fullmatch(values.get("clip", ""))
    if edges is None or values.get("position") not in {"absolute", "fixed"}:
        return False
    top, right, bottom, left = map(float, re.findall(_NUMBER, edges[0]))
    return right - left < 2 or bottom - top < 2


def _is_empty(values: Values) -> bool:
    if not any(values.get(name, "").startswith(("hidden", "clip")) for name in _OVERFLOWS):
        return False
    sizes = (_pixels(values.get(name, "")) for name in _SIZES)
    return any(size is not None and size < 2 for size in sizes)


def _is_away(values: Values) -> bool:
    transform = values.get("transform", "")
    offsets = [values.get("margin-left", ""), *_MOVED.findall(transform)]
    if values.get("position", "static") != "static":
        offsets += [values.get(name, "") for name in _OFFSETS]
    lengths = (_pixels(offset) for offset in offsets)
    return bool(_SHRUNK.search(transform)) or any(
        length is not None and length <= _AWAY for length in lengths
    )


def _has_no_contrast(values: Values) -> bool:
    if any(values.get(name) == "text" for name in _CLIPS):
        return False  # the text has the colours of its background
    colour = _colour(values["color"])
    if _TRANSPARENT.fullmatch(colour):
        return True
    return colour in {_colour(values.get(name, "")) for name in _BACKGROUNDS}


def _colour(value: str) -> str:
    """Return a colour in one spelling: `#fff` for `white`, `#FFFFFF` and `rgb(255, 255, 255)`."""
    value = _NAMES.get(value, value)
    if parts := re.fullmatch(r"rgb\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*\)", value):
        value = "#" + "".join(f"{int(part):02x}" for part in parts.groups())
    return re.sub(r"#(.)\1(.)\2(.)\3", r"#\1\2\3", value)


def _pixels(value: str) -> float | None:
    """Return about how many pixels a length has; None for another value."""
    length = _LENGTH.fullmatch(value)
    return None if length is None else float(length[1]) * _PIXELS.get(length[2] or "px", 1)
