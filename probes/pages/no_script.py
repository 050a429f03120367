"""Whether the next step of a journey can be taken without a script, from the pages seen so far.

Pure: reads HTML as it came, as a browser that loads no script would.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from epreuve.probes.journeys.journey import Step
from epreuve.probes.journeys.template import Variables, render


class Page(NamedTuple):
    """A page and its address, a path."""

    path: str
    html: str


def works_without_script(step: Step, pages: Sequence[Page], known: Variables) -> bool:
    """Whether a link or a form of these pages leads to the step, with every field that it sends.

    With no page seen yet, the address is typed. Raises PlaceholderError.
    """
    wanted = render(step.path, known)
    if not pages:
        return step.method == "GET"
    return any(_leads(step, wanted, page) for page in pages)


def _leads(step: Step, wanted: str, page: Page) -> bool:
    tree = LexborHTMLParser(page.html)
    if step.method == "GET" and any(
        _target(page, node.attributes.get("href")) == wanted for node in tree.css("a[href]")
    ):
        return True
    sent = {*step.form, *step.files}
    place = wanted.partition("?")[0]
    return any(
        (form.attributes.get("method") or "get").upper() == step.method
        and _target(page, form.attributes.get("action")).partition("?")[0] == place
        and sent <= set(_names(form))
        for form in tree.css("form")
    )


def _target(page: Page, address: str | None) -> str:
    """Path and query of an address written on a page; "" when it leads to another host."""
    url = urlsplit(urljoin(f"http://here{page.path}", address or page.path))
    if url.netloc != "here":
        return ""
    return (url.path or "/") + (f"?{url.query}" if url.query else "")


def _names(form: LexborNode) -> Iterable[str]:
    for node in form.css("input[name], select[name], textarea[name], button[name]"):
        yield node.attributes.get("name") or ""
