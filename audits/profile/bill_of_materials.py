"""The software bill of materials that a profile names: which licence each component carries."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from epreuve.audits.profile.licence import CLASSIFIER


class BillError(ValueError):
    """The file is not a bill of materials that can be read; the message has the remedy."""


class Components(BaseModel):
    """A CycloneDX file as it was when the plan was made: its SHA-256, components by licence.

    `licences`: an SPDX expression, or whatever stands in its place, "" without any → names.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    sha256: str
    licences: dict[str, tuple[str, ...]]


def read_components(path: Path) -> Components:
    """The components of a CycloneDX file in JSON. Raises BillError."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BillError(
            f"{path}: cannot be read ({error.strerror}); its place is relative to the profile"
        ) from None
    try:
        bill = json.loads(content)
    except (ValueError, RecursionError):
        bill = None
    if not isinstance(bill, dict) or bill.get("bomFormat") != "CycloneDX":
        raise BillError(f"{path}: is not CycloneDX in JSON; export it as such (`*.cdx.json`)")
    by_licence: dict[str, list[str]] = defaultdict(list)
    for each in _components(bill):
        by_licence[_expression(each)].append(
            f"{each.get('name')} {each.get('version', '')}".strip()
        )
    if not by_licence:
        raise BillError(f"{path}: lists no component; export it again, with `components`")
    licences = {name: tuple(sorted(by_licence[name])) for name in sorted(by_licence)}
    sha256 = hashlib.sha256(content).hexdigest()
    return Components(file=path.name, sha256=sha256, licences=licences)


def _components(parent: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The service itself, then what it is made of, at any depth; files are no components here."""
    waiting = [_record(_record(parent.get("metadata")).get("component")), *_records(parent)]
    while waiting:
        each = waiting.pop(0)
        waiting += _records(each)
        if each and each.get("type") != "file":
            yield each


def _records(parent: dict[str, Any]) -> list[dict[str, Any]]:
    found = parent.get("components")
    return [_record(each) for each in found] if isinstance(found, list) else []


def _record(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _expression(component: dict[str, Any]) -> str:
    """Several licences hold together: all of them must be free.

    Generators for Python repeat a licence as its classifier on PyPI; that is not a second one.
    """
    listed = component.get("licenses")
    found = [_one(_record(each)) for each in listed] if isinstance(listed, list) else []
    found = [each for each in found if not each.startswith(CLASSIFIER)] or found[:1]
    if len(found) < 2:
        return "".join(found)
    return " AND ".join(f"({each})" for each in found)


def _one(choice: dict[str, Any]) -> str:
    licence = _record(choice.get("license"))
    return str(choice.get("expression") or licence.get("id") or licence.get("name") or "")
