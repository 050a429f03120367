"""Defects visible in a page's HTML: accessibility, and features that old devices lack.

A program can check a part of RGAA only (language, title, images, form labels, headings): a page
without defects is not proved to conform.
"""

from selectolax.lexbor import LexborHTMLParser, LexborNode

_FIELDS = 'input:not([type="hidden"], [type="submit"], [type="button"]), select, textarea'
CHECKED_DEFECTS = (
    "lang",
    "title",
    "heading",
    "image",
    "label",
)  # what `accessibility_defects` looks for
_RECENT_IMAGES = (".avif", ".webp", ".jxl")


def accessibility_defects(page: str) -> tuple[str, ...]:
    """Return the RGAA themes with at least one defect."""
    tree = LexborHTMLParser(page)
    defects = []
    root = tree.css_first("html")
    if root is None or not root.attributes.get("lang"):
        defects.append("lang")
    title = tree.css_first("title")
    if title is None or not title.text().strip():
        defects.append("title")
    if tree.css_first("h1") is None:
        defects.append("heading")
    if tree.css_first("img:not([alt])") is not None:
        defects.append("image")
    if any(not _is_labelled(tree, node) for node in tree.css(_FIELDS)):
        defects.append("label")
    return tuple(defects)


def _is_labelled(tree: LexborHTMLParser, field: LexborNode) -> bool:
    attributes = field.attributes
    if attributes.get("aria-label") or attributes.get("aria-labelledby") or attributes.get("title"):
        return True
    name = attributes.get("id")
    if name and any(node.attributes.get("for") == name for node in tree.css("label[for]")):
        return True
    parent = field.parent
    while parent is not None:
        if parent.tag == "label":
            return True
        parent = parent.parent
    return False


def recent_features(page: str) -> tuple[str, ...]:
    """Return the features that a page needs and that old devices or browsers lack."""
    tree = LexborHTMLParser(page)
    features = []
    if tree.css_first('meta[name="viewport"]') is None:
        features.append("viewport")  # a small screen shows the page of a large one
    has_modules = tree.css_first('script[type="module"]') is not None
    if has_modules and tree.css_first("script[nomodule]") is None:
        features.append("module")
    images = [node.attributes.get("src") or "" for node in tree.css("img[src]")]
    if any(image.partition("?")[0].lower().endswith(_RECENT_IMAGES) for image in images):
        features.append("image")
    return tuple(features)
