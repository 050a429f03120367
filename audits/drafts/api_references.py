"""References of an API description. Those to other files and hosts are never followed."""

from typing import Any
from urllib.parse import unquote

from epreuve.audits.drafts.lenient import Mapping, mapping

MOST_STEPS = 30  # from one reference to the next: references may form a circle


class References:
    """References inside one document, and those that lead nowhere."""

    def __init__(self, document: Mapping) -> None:
        self._document = document
        self.unknown: dict[str, None] = {}
        """References to other files, or to nothing, each once."""

    def follow(self, node: object) -> Mapping:
        """Return the mapping behind the references of a node; empty where there is none."""
        return self.trace(node)[0]

    def trace(self, node: object) -> tuple[Mapping, tuple[str, ...]]:
        """Return the mapping behind the references of a node, and these references."""
        names: list[str] = []
        beside: Mapping = {}
        current = mapping(node)
        while isinstance(reference := current.get("$ref"), str):
            beside = {**{k: v for k, v in current.items() if k != "$ref"}, **beside}
            if reference in names or len(names) >= MOST_STEPS:
                return beside, tuple(names)
            names.append(reference)
            target = self._target(reference)
            if not isinstance(target, dict):
                self.unknown[reference[:200]] = None
                return beside, tuple(names)
            current = mapping(target)
        return {**current, **beside}, tuple(names)

    def _target(self, reference: str) -> Any:
        if not reference.startswith("#"):
            return None
        node: Any = self._document
        for part in reference[1:].split("/")[1:]:
            key = unquote(part).replace("~1", "/").replace("~0", "~")
            if isinstance(node, list):
                node = node[int(key)] if key.isdecimal() and int(key) < len(node) else None
            else:
                node = mapping(node).get(key)
        return node
