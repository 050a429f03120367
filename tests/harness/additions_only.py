"""Plugin of pytest for the copy with the additions: the parameters that they add, and two others.

The other parameters of a test name what stands in the folders without the additions: they have been
tested there.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.architecture.additions import EXAMPLES

OTHERS = 2  # parameters of each test beside those of the additions
IDS = re.findall(r"\b(?:id: |criterion\W+)([A-Z]{3}-\d+)", "\n".join(EXAMPLES.values()))
ADDED = re.compile("|".join(map(re.escape, {*IDS, *(Path(path).stem for path in EXAMPLES)})))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the other parameters."""
    kept, left, seen = [], [], Counter[str]()
    for item in items:
        name, _, parameters = item.nodeid.partition("[")
        seen[name] += 1
        is_kept = not parameters or seen[name] <= OTHERS or ADDED.search(parameters)
        (kept if is_kept else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept
