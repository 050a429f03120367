"""Addresses of a page's links and forms."""

from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from epreuve.probes.http.address import DEFAULT_PORTS, common_authority, target_of


def target(url: str) -> str:
    """Return the path and query of an address."""
    return target_of(urlsplit(url))


def base_of(tree: LexborHTMLParser, url: str) -> str:
    """Return the address to which those of a page are relative."""
    node = tree.css_first("base[href]")
    return (node is not None and _joined(url, node.attributes.get("href") or "")) or url


def own_address(base: str, written: str, url: str) -> str | None:
    """Return a whole address without its fragment; None outside the service of `url`."""
    address = _joined(base, written.strip())
    if address is None or urlsplit(address).scheme not in DEFAULT_PORTS:
        return None
    is_own = common_authority(address) == common_authority(url) != ""
    return address.partition("#")[0] if is_own else None


def _joined(base: str, written: str) -> str | None:
    try:
        address = urljoin(base, written)
        urlsplit(address)
    except ValueError:  # the brackets of IPv6
        return None
    return address
