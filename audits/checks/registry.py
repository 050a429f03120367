"""Discovery of the checks: every module of this package, of `runs.records` and of installed
packages.

The import of a module registers its facts, judgements, probes and records. Other distributions add
packages by the entry points of `grid/extensions.py`.
"""

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from epreuve.audits import checks
from epreuve.audits.grid.extensions import check_packages
from epreuve.audits.runs import records


@cache
def load_checks() -> None:
    """Import every module of the checks. Raises Misuse for an unusable package."""
    for package in (records, checks, *check_packages()):
        _import_all(package)


def _import_all(package: ModuleType) -> None:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
