"""Resources of a page, from its HTML and its style sheets; scripts are not run."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

_CSS_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")
_CSS_IMPORT = re.compile(r"@import\s+(?:url\()?\s*[\"']([^\"']+)[\"']")
_CSS_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_MEDIA = "img[src], iframe[src], input[type=image][src], video[poster]"


class Resource(NamedTuple):
    """One URL that a browser fetches for a page."""

    url: str  # absolute, without fragment
    blocks: bool  # the browser shows nothing useful before it has come, or failed
    is_style: bool = False

    @property
    def authority(self) -> str:
        """Host, with the port if the URL has one."""
        return urlsplit(self.url).netloc

    @property
    def target(self) -> str:
        """Path and query."""
        url = urlsplit(self.url)
        return (url.path or "/") + (f"?{url.query}" if url.query else "")


def of_page(tree: LexborHTMLParser, base: str) -> list[Resource]:
    """List style sheets, scripts, images, icons and frames once each, blocking ones first."""
    if (node := tree.css_first("base[href]")) is not None:
        base = urljoin(base, node.attributes.get("href") or "")
    resources: dict[str, Resource] = {}
    for address, blocks, is_style in (*_links(tree), *_scripts(tree), *_media(tree)):
        resource = _resource(base, address, blocks, is_style)
        if resource is not None:
            known = resources.get(resource.url)
            resources[resource.url] = resource if known is None or blocks else known
    return sorted(resources.values(), key=lambda resource: not resource.blocks)


def of_style(css: str, base: str) -> list[Resource]:
    """List imported sheets, the first source of each font face, and images, once each."""
    addresses = [(address, True) for address in _CSS_IMPORT.findall(css)]
    for face in _CSS_FACE.findall(css):
        addresses += [(address, False) for address in _CSS_URL.findall(face)[:1]]
    addresses += [(address, False) for address in _CSS_URL.findall(_CSS_FACE.sub("", css))]
    resources: dict[str, Resource] = {}
    for address, is_import in addresses:
        resource = _resource(base, address, is_import, is_import)
        if resource is not None:
            resources.setdefault(resource.url, resource)
    return list(resources.values())


def _resource(base: str, address: str | None, blocks: bool, is_style: bool) -> Resource | None:
    if not address:
        return None
    url = urljoin(base, address.strip()).partition("#")[0]
    return Resource(url, blocks, is_style) if urlsplit(url).scheme in ("http", "https") else None


def _links(tree: LexborHTMLParser) -> Iterator[tuple[str | None, bool, bool]]:
    for node in tree.css("link[href]"):
        kinds = (node.attributes.get("rel") or "").lower().split()
        if "stylesheet" in kinds and "alternate" not in kinds:
            yield node.attributes["href"], _shows_on_screen(node), True
        elif "icon" in kinds or "preload" in kinds:
            yield node.attributes["href"], False, False


def _shows_on_screen(node: LexborNode) -> bool:
    return (node.attributes.get("media") or "all").lower() != "print"


def _scripts(tree: LexborHTMLParser) -> Iterator[tuple[str | None, bool, bool]]:
    head = {node.attributes["src"] for node in tree.css("head script[src]")}
    for node in tree.css("script[src]"):
        attributes = node.attributes
        waits = not {"async", "defer"} & attributes.keys() and attributes.get("type") != "module"
        yield attributes["src"], waits and attributes["src"] in head, False


def _media(tree: LexborHTMLParser) -> Iterator[tuple[str | None, bool, bool]]:
    for node in tree.css(_MEDIA):
        if node.attributes.get("loading") != "lazy":  # fetched only when scrolled to
            yield node.attributes.get("src") or node.attributes.get("poster"), False, False
