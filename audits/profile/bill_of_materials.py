"""Software bill of materials named by a profile: licence of each component."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from epreuve.audits.profile.licence import CLASSIFIER
from epreuve.audits.profile.translation import translate
from epreuve.faults.frozen_model import FrozenModel


class BillError(ValueError):
    """The file is not a readable bill of materials; the message has the remedy."""


class Components(FrozenModel):
    """Components of a CycloneDX file at planning time, with the SHA-256 of the file.

    `licences`: licence text, usually an SPDX expression, "" if none → names of components.
    """

    file: str
    sha256: str
    licences: dict[str, tuple[str, ...]]


def read_components(path: Path) -> Components:
    """Return the components of a CycloneDX JSON file. Raises BillError."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BillError(
            translate(
                "{path}: cannot be read ({error}); write a path relative to the profile",
                path=str(path), error=str(error.strerror),
            )
        ) from None  # fmt: skip
    try:
        bill = json.loads(content)
    except (ValueError, RecursionError):
        bill = None
    if not isinstance(bill, dict) or bill.get("bomFormat") != "CycloneDX":
        raise BillError(
            translate(
                "{path}: is not CycloneDX in JSON; export the bill in that format (`*.cdx.json`)",
                path=str(path),
            )
        )
    by_licence: dict[str, list[str]] = defaultdict(list)
    for component in _components(bill):
        by_licence[_expression(component)].append(
            f"{component.get('name')} {component.get('version', '')}".strip()
        )
    if not by_licence:
        raise BillError(
            translate(
                "{path}: lists no component; export it again with `components`", path=str(path)
            )
        )
    licences = {name: tuple(sorted(by_licence[name])) for name in sorted(by_licence)}
    sha256 = hashlib.sha256(content).hexdigest()
    return Components(file=path.name, sha256=sha256, licences=licences)


def _components(parent: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the service itself, then its components at any depth, without files."""
    queue = [_mapping(_mapping(parent.get("metadata")).get("component")), *_children(parent)]
    while queue:
        component = queue.pop(0)
        queue += _children(component)
        if component and component.get("type") != "file":
            yield component


def _children(parent: dict[str, Any]) -> list[dict[str, Any]]:
    children = parent.get("components")
    return [_mapping(child) for child in children] if isinstance(children, list) else []


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _expression(component: dict[str, Any]) -> str:
    """Return the licence of a component. Several licences are joined with AND.

    Generators for Python repeat a licence as its PyPI classifier: it is not counted twice.
    """
    choices = component.get("licenses")
    licences = [_licence(_mapping(c)) for c in choices] if isinstance(choices, list) else []
    licences = [text for text in licences if not text.startswith(CLASSIFIER)] or licences[:1]
    if len(licences) < 2:
        return "".join(licences)
    return " AND ".join(f"({text})" for text in licences)


def _licence(choice: dict[str, Any]) -> str:
    licence = _mapping(choice.get("license"))
    return str(choice.get("expression") or licence.get("id") or licence.get("name") or "")
