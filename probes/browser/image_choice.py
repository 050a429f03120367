"""Choice of one candidate of a responsive image, on the reference screen with one dot per pixel."""

import re
from itertools import pairwise

from selectolax.lexbor import LexborNode

from epreuve.probes.html.media_query import EM, WIDTH, applies

_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]+)([wxh]))?[^,]*(?:,|\Z)")
_LENGTH = re.compile(r"([\d.]+)(px|vw|r?em)")
_TYPES = ("avif", "webp", "png", "jpeg", "jpg", "gif", "svg+xml", "apng", "bmp")


def image_address(image: LexborNode) -> str | None:
    """Return the address of an `img` element that a recent browser requests; None without one."""
    parent = image.parent
    if parent is not None and parent.tag == "picture":
        for source in parent.css("source[srcset]"):
            kind = (source.attributes.get("type") or "").lower().removeprefix("image/")
            if applies(source.attributes.get("media") or "") and (not kind or kind in _TYPES):
                return _candidate(source, None)
    return _candidate(image, image.attributes.get("src"))


def _candidate(node: LexborNode, default: str | None) -> str | None:
    """Return the candidate of `srcset` that fits, else the default."""
    width = _width(node.attributes.get("sizes") or "")
    candidates = [(1.0, default)] if default else []
    written = _CANDIDATE.findall(node.attributes.get("srcset") or "")
    for address, number, unit in written:
        density = float(number) if unit == "x" else float(number) / width if unit == "w" else 1.0
        candidates.append((density, address))
    if any(unit == "w" for _, _, unit in written):
        candidates = [one for one in candidates if one[1] != default or one[0] != 1.0]
    candidates.sort(key=lambda one: one[0])
    for (density, address), (following, _) in pairwise(candidates):
        if following >= 1 and (density >= 1 or density * following >= 1):  # the nearest, as Blink
            return address
    return candidates[-1][1] if candidates else default


def _width(sizes: str) -> float:
    """Return the displayed width in CSS pixels, by the `sizes` attribute; 100vw without one."""
    for entry in sizes.split(","):
        lengths = list(_LENGTH.finditer(entry))
        condition = entry[: lengths[-1].start()].strip() if lengths else ""
        if lengths and applies(condition):
            number, unit = lengths[-1].groups()
            return float(number) * {"px": 1.0, "vw": WIDTH / 100}.get(unit, EM) or 1.0
    return float(WIDTH)
