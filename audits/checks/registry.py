"""Discovery of the checks: every module below this package, and those of installed plugins.

A plugin is a package that another distribution names under the entry-point group
`epreuve.checks`. Importing its modules registers their facts, judgements and probes.
"""

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType

from epreuve.audits import checks, runs

GROUP = "epreuve.checks"


@cache
def load_checks() -> None:
    """Import every module of the checks and of runs, to register judgements, facts, records."""
    for package in (runs, checks, *(entry.load() for entry in entry_points(group=GROUP))):
        _import_all(package)


def _import_all(package: ModuleType) -> None:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
