"""Fields that a page conceals from people, and that robots fill in: they must stay empty."""

from collections.abc import Iterable, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from epreuve.probes.html.unreadable_style import unreadable
from epreuve.probes.html.visible_text import hidden_by_style

MOST = 2  # concealed fields of a form; more of them are a later page of the same form
_REPLACED = ("file", "radio", "checkbox")  # often transparent, behind a label


class Concealed:
    """Elements that a page conceals by its style sheets, without scripts."""

    def __init__(self, tree: LexborHTMLParser, sheets: Iterable[str] = ()) -> None:
        texts = [*sheets, *(node.text() for node in tree.css("style"))]
        self._nodes = {
            node.mem_id for node in tree.css('[hidden], [aria-hidden="true"], [tabindex="-1"]')
        }
        self._nodes |= {node.mem_id for node in hidden_by_style(tree, texts)}
        self._nodes |= {node.mem_id for node in unreadable(tree, texts)}

    def traps(self, fields: Sequence[LexborNode]) -> set[int]:
        """Return the fields of a form, by `mem_id`, that only robots fill in."""
        concealed = [field for field in fields if self._is_concealed(field)]
        return {field.mem_id for field in concealed} if len(concealed) <= MOST else set()

    def _is_concealed(self, field: LexborNode) -> bool:
        if field.attributes.get("type") in _REPLACED or "required" in field.attributes:
            return False
        node: LexborNode | None = field
        while node is not None and node.mem_id not in self._nodes and node.tag != "form":
            node = node.parent
        return node is not None and node.mem_id in self._nodes
