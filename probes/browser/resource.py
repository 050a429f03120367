"""Resources that a browser requests for a page, from its HTML; scripts are not run."""

from collections.abc import Iterator
from typing import Literal, NamedTuple
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from epreuve.probes.browser.image_choice import image_address
from epreuve.probes.html.base_address import base_of
from epreuve.probes.html.media_query import applies
from epreuve.probes.html.style_sheet import addresses
from epreuve.probes.http.address import DEFAULT_PORTS, target_of
from epreuve.probes.http.browser_headers import Use

_SCRIPT_TYPES = ("", "module", "text/javascript", "application/javascript", "text/ecmascript")
_EMBEDDED = "iframe[src], embed[src], object[data], input[type=image][src], video[poster]"
_USES: dict[str, Use] = {
    "js": "script", "mjs": "script", "woff2": "font", "woff": "font", "ttf": "font", "otf": "font",
}  # fmt: skip
_LINKS = ("icon", "preload", "modulepreload")

_Part = tuple[str | None, bool, Literal["style", "module", ""]]  # address, whether it blocks, kind


class Resource(NamedTuple):
    """One URL that a browser fetches for a page."""

    url: str  # absolute, without fragment
    blocks: bool  # nothing useful is displayed before it has come or failed; the sheet applies
    is_style: bool = False
    is_page: bool = False
    is_module: bool = False

    @property
    def authority(self) -> str:
        """Host, with the port if the URL has one."""
        return urlsplit(self.url).netloc

    @property
    def target(self) -> str:
        """Path and query."""
        return target_of(urlsplit(self.url))

    @property
    def use(self) -> Use:
        """Use that the request names, by the name of the file: most others are images."""
        suffix = self.target.partition("?")[0].rpartition(".")[2].lower()
        if self.is_page:
            return "document"
        if self.is_module:
            return "module"
        return "style" if self.is_style else _USES.get(suffix, "image")


def of_page(tree: LexborHTMLParser, base: str) -> list[Resource]:
    """List style sheets, scripts, images, icons and frames once each, blocking ones first.

    Those of style elements are in `of_style`.
    """
    base = base_of(tree, base)
    resources: dict[str, Resource] = {}
    for address, blocks, kind in (*_links(tree), *_scripts(tree), *_media(tree)):
        part = resource(base, address, blocks, is_style=kind == "style", is_module=kind == "module")
        if part is not None:
            earlier = resources.get(part.url)
            resources[part.url] = part if earlier is None or blocks else earlier
    return sorted(resources.values(), key=lambda part: not part.blocks)


def resource(
    base: str, address: str | None, blocks: bool = False, is_style: bool = False,
    is_module: bool = False,
) -> Resource | None:  # fmt: skip
    """Return the resource at an address as written; None where nothing is requested."""
    address = (address or "").strip()
    if not address or address.startswith(("#", "data:")):
        return None
    try:
        url = urljoin(base, address).partition("#")[0]
        scheme = urlsplit(url).scheme
    except ValueError:  # such as an unclosed bracket
        return None
    if scheme not in DEFAULT_PORTS:
        return None
    return Resource(url, blocks, is_style, is_module=is_module)


def is_displayed(node: LexborNode) -> bool:
    """Return whether a browser with scripts reads a node: not inside a `noscript` element."""
    parent = node.parent
    while parent is not None and parent.tag != "noscript":
        parent = parent.parent
    return parent is None


def _nodes(tree: LexborHTMLParser, selector: str) -> Iterator[LexborNode]:
    return (node for node in tree.css(selector) if is_displayed(node))


def _links(tree: LexborHTMLParser) -> Iterator[_Part]:
    for node in _nodes(tree, "link[href]"):
        kinds = (node.attributes.get("rel") or "").lower().split()
        fits = applies(node.attributes.get("media") or "")
        if "stylesheet" in kinds and "disabled" not in node.attributes:
            # Browsers load alternate sheets and those for print too, after the others.
            yield node.attributes["href"], fits and "alternate" not in kinds, "style"
        elif fits and any(kind in kinds for kind in _LINKS):
            yield node.attributes["href"], False, "module" if "modulepreload" in kinds else ""


def _scripts(tree: LexborHTMLParser) -> Iterator[_Part]:
    head = {node.mem_id for node in tree.css("head script[src]")}
    for node in _nodes(tree, "script[src]"):
        attributes = node.attributes
        kind = (attributes.get("type") or "").strip().lower()
        if kind not in _SCRIPT_TYPES or "nomodule" in attributes:
            continue
        waits = not {"async", "defer"} & attributes.keys() and kind != "module"
        yield attributes["src"], waits and node.mem_id in head, "module" if kind == "module" else ""


def _media(tree: LexborHTMLParser) -> Iterator[_Part]:
    for node in _nodes(tree, f"img, {_EMBEDDED}"):
        attributes = node.attributes
        if attributes.get("loading") == "lazy":  # fetched only when scrolled to
            continue
        address = image_address(node) if node.tag == "img" else None
        if node.tag != "img":
            address = attributes.get("poster") or attributes.get("src") or attributes.get("data")
        yield address, False, ""
    for node in _nodes(tree, "[style*='url(']"):
        for address in addresses(node.attributes.get("style") or ""):
            yield address, False, ""
