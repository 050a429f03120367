"""Requests that no cache on the way answers with its copy of an earlier response.

A cache may keep a 404 for longer than users wait. The submission that appears meanwhile would seem
to be lost.
"""

import re
from collections.abc import Mapping

from epreuve.probes.journeys.step import Steps

_EMPTY_PARTS = re.compile(r"\?&*$|&+$")
RELOAD: Mapping[str, str] = {"Pragma": "no-cache", "Cache-Control": "no-cache"}
"""Headers of a reload without the cache, as browsers send them (Ctrl+F5)."""


def as_reload(steps: Steps) -> Steps:
    """Return steps whose requests are reloads; the headers of the profile stay.

    Each request has them: a log-in form may lead to the page, which a cache then answers.
    """
    return tuple(step.model_copy(update={"headers": {**RELOAD, **step.headers}}) for step in steps)


def at_new_address(steps: Steps, number: int) -> Steps:
    """Return steps whose GET requests have an address that nobody asked for yet.

    Only empty parts are added to the query, which services ignore and caches do not. `number` is
    another one each time, from 1 on.
    """
    return tuple(
        step
        if step.get is None
        else step.model_copy(update={"get": _with_empty_parts(step.get, number)})
        for step in steps
    )


def at_written_address(target: str) -> str:
    """Return the target of a request without the empty parts at the end of its query."""
    return _EMPTY_PARTS.sub("", target)


def _with_empty_parts(path: str, number: int) -> str:
    path, hash_sign, fragment = path.partition("#")
    parts = "&" * number if "?" in path else "?" + "&" * (number - 1)
    return f"{path}{parts}{hash_sign}{fragment}"
