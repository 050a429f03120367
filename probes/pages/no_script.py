"""Check that a journey works without scripts, from the HTML of the pages loaded so far."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from epreuve.probes.journeys.journey import Step
from epreuve.probes.journeys.template import Variables, render


class Page(NamedTuple):
    """HTML and path of a loaded page."""

    path: str
    html: str


def works_without_script(step: Step, pages: Sequence[Page], variables: Variables) -> bool:
    """Whether a link or a form of these pages leads to the step, with every field that it sends.

    Without any page, the user types the URL. Raises PlaceholderError.
    """
    wanted = render(step.path, variables)
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
    path = wanted.partition("?")[0]
    return any(
        (form.attributes.get("method") or "get").upper() == step.method
        and _target(page, form.attributes.get("action")).partition("?")[0] == path
        and sent <= set(_names(form))
        for form in tree.css("form")
    )


def _target(page: Page, link: str | None) -> str:
    """Path and query of a URL written on a page; "" for another host."""
    url = urlsplit(urljoin(f"http://here{page.path}", link or page.path))
    if url.netloc != "here":
        return ""
    return (url.path or "/") + (f"?{url.query}" if url.query else "")


def _names(form: LexborNode) -> Iterable[str]:
    for node in form.css("input[name], select[name], textarea[name], button[name]"):
        yield node.attributes.get("name") or ""
