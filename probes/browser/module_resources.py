"""Imports of scripts of type `module`: a browser loads them before it runs the script.

Requests of running scripts are unknown without a browser.
"""

import re

from epreuve.probes.browser.resource import Resource, resource

_IMPORT = re.compile(
    r"(?<![\w$.\"'`])(?:import|export)(?:\s*[\w$*{},\s]*?(?<![\w$])from)?\s*[\"']([^\"'\\\s]+)[\"']"
)
_RELATIVE = ("./", "../", "/", "http://", "https://")  # others need the import map of the page


def imports_of_module(script: str, base: str) -> list[Resource]:
    """List the modules that a module at `base` imports, once each."""
    addresses = (match[1] for match in _IMPORT.finditer(script))
    parts = (
        resource(base, address, is_module=True)
        for address in addresses
        if address.startswith(_RELATIVE)
    )
    return list({part.url: part for part in parts if part is not None}.values())
