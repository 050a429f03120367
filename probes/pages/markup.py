"""What a page's HTML shows by itself: faults that shut people out, features old devices lack.

Pure. A machine sees a part of RGAA only (its tests on language, title, images, form labels,
headings): no fault found is not a proof of conformity.
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
    """What a reader with a disability would miss, by RGAA theme; at most one of each."""
    tree = LexborHTMLParser(page)
    found = []
    root = tree.css_first("html")
    if root is None or not root.attributes.get("lang"):
        found.append("lang")
    title = tree.css_first("title")
    if title is None or not title.text().strip():
        found.append("title")
    if tree.css_first("h1") is None:
        found.append("heading")
    if tree.css_first("img:not([alt])") is not None:
        found.append("image")
    if any(not _is_labelled(tree, node) for node in tree.css(_FIELDS)):
        found.append("label")
    return tuple(found)


def _is_labelled(tree: LexborHTMLParser, field: LexborNode) -> bool:
    given = field.attributes
    if given.get("aria-label") or given.get("aria-labelledby") or given.get("title"):
        return True
    name = given.get("id")
    if name and any(node.attributes.get("for") == name for node in tree.css("label[for]")):
        return True
    parent = field.parent
    while parent is not None:
        if parent.tag == "label":
            return True
        parent = parent.parent
    return False


def recent_features(page: str) -> tuple[str, ...]:
    """What an old phone, computer or browser lacks and the page does without a way around."""
    tree = LexborHTMLParser(page)
    found = []
    if tree.css_first('meta[name="viewport"]') is None:
        found.append("viewport")  # a small screen shows the page of a large one
    has_modules = tree.css_first('script[type="module"]') is not None
    if has_modules and tree.css_first("script[nomodule]") is None:
        found.append("module")
    images = [node.attributes.get("src") or "" for node in tree.css("img[src]")]
    if any(each.partition("?")[0].lower().endswith(_RECENT_IMAGES) for each in images):
        found.append("image")
    return tuple(found)
