"""CSS selector of a form among those of its page."""

import re
from collections.abc import Iterator, Set
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from epreuve.probes.html.form_controls import attribute, forms_of
from epreuve.probes.html.form_entries import names_of

_QUOTED = re.compile(r"""[^"'\\{}\n]+""")


class FormSelector(NamedTuple):
    """CSS selector of a form; empty where the names of the fields are enough."""

    css: str
    is_unique: bool = True


def selector_of(tree: LexborHTMLParser, form: LexborNode, names: Set[str]) -> FormSelector:
    """Return a selector by which `submit` finds a form; it first looks for the given names."""
    first = next((one for one in forms_of(tree) if names <= names_of(one)), None)
    if names and first is not None and first.node.mem_id == form.mem_id:
        return FormSelector("")
    for css in _candidates(form):
        try:
            node = tree.css_first(css)
        except SelectolaxError:
            continue
        if node is not None and node.mem_id == form.mem_id:
            return FormSelector(css)
    return FormSelector("", is_unique=False)


def _candidates(form: LexborNode) -> Iterator[str]:
    for name in ("id", "name", "action", "class"):
        value = attribute(form, name)
        if _QUOTED.fullmatch(value):
            yield f'form[{name}="{value}"]'
    for number in range(1, 20):
        yield f"form:nth-of-type({number})"
