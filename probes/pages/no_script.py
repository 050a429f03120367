"""Check that a journey works without scripts, from the HTML of the pages loaded so far."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from epreuve.probes.html.base_address import base_of
from epreuve.probes.html.visible_text import Displayed
from epreuve.probes.http.address import common_authority, target_of, written_origin
from epreuve.probes.http.response import ExchangeError
from epreuve.probes.journeys.composition import compose
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import Variables, render
from epreuve.probes.pages.form_submission import submissions

Target = tuple[str, tuple[tuple[str, str], ...]]  # path, and sorted query


class Page(NamedTuple):
    """HTML and URL of a loaded page."""

    url: str
    html: str


class Obstacle(NamedTuple):
    """Reason why no link or form leads to a step; the nearest form lacks `fields`."""

    fields: tuple[str, ...] = ()


def obstacle(step: Step, pages: Sequence[Page], variables: Variables) -> Obstacle | None:
    """Return the obstacle to a step without scripts; None when a link or form of the pages leads.

    Without any page, the user types the URL. A page that was loaded can be loaded again. Raises
    PlaceholderError.
    """
    if step.submit is not None or step.follow is not None:
        try:
            step = _with_address(step, variables)
        except ExchangeError:  # the last page has no such form or link
            return Obstacle()
    wanted = _parsed(render(step.path, variables))
    if not pages:
        return None if step.method == "GET" else Obstacle()
    if step.method == "GET" and (wanted in _visited(pages) or wanted in _linked(pages)):
        return None
    if step.sends_json or step.method not in ("GET", "POST"):
        return Obstacle()  # a form cannot send JSON, and has two methods only
    lacks = [missing for page in pages for missing in _missing(step, wanted, page)]
    if not lacks:
        return Obstacle()
    fewest = min(lacks, key=len)
    return Obstacle(fewest) if fewest else None


def _with_address(step: Step, variables: Variables) -> Step:
    """Return the step for the address of a form or a link of the last page.

    Raises ExchangeError where the page does not have it.
    """
    request = compose(step, variables)
    target = request.target.replace("{", "%7B")
    if step.submit is None or request.method == "GET":
        return Step(get=target)
    return Step(post=target, form=step.submit.fields, files=step.submit.files)


def _visited(pages: Iterable[Page]) -> set[Target]:
    return {_parsed(page.url.removeprefix(written_origin(page.url))) for page in pages}


def _linked(pages: Iterable[Page]) -> Iterator[Target | None]:
    """Yield the targets of the links and of the automatic redirections of pages."""
    for page in pages:
        tree = LexborHTMLParser(page.html)
        displayed = Displayed(tree)
        for node in filter(displayed, tree.css("a[href], area[href]")):
            yield _target(page, tree, node.attributes.get("href"))
        for node in tree.css('meta[http-equiv="refresh" i][content]'):
            address = (node.attributes.get("content") or "").partition("=")[2]
            yield _target(page, tree, address.strip(" '\""))


def _missing(step: Step, wanted: Target, page: Page) -> Iterator[tuple[str, ...]]:
    """Yield, for each form that leads to a step, the fields that the form cannot send."""
    tree = LexborHTMLParser(page.html)
    path, query = wanted
    sent = [*step.form, *step.files]
    for form in submissions(tree):
        target = _target(page, tree, form.action)
        if form.method != step.method or target is None or target[0] != path:
            continue
        if form.method == "GET":
            yield tuple(name for name, _ in query if name not in form.names)
        elif target[1] == query:
            attached = form.encoding == "multipart/form-data"
            yield tuple(
                name
                for name in sent
                if name not in form.names or (name in step.files and not attached)
            )


def _target(page: Page, tree: LexborHTMLParser, link: str | None) -> Target | None:
    """Return the path and query of an address written on a page; None for another host."""
    start = base_of(tree, page.url)
    link = (link or "").strip()
    try:
        url = urlsplit(urljoin(start, link) if link else page.url)
    except ValueError:  # such as an unclosed bracket
        return None
    if common_authority(url.geturl()) != common_authority(page.url):
        return None
    return _parsed(target_of(url))


def _parsed(target: str) -> Target:
    path, _, query = target.partition("#")[0].partition("?")
    path = re.sub(r";[^/]*", "", path)  # such as ";jsessionid=…"
    return unquote(path) or "/", tuple(sorted(parse_qsl(query, keep_blank_values=True)))
