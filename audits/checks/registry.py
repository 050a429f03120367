"""Discovery of the checks: every module of this package, of `runs.records` and of installed
packages.

The import of a module registers its facts, judgements, probes and records. Other distributions add
packages by the entry points of `grid/extensions.py`. Here, the name of a module with probes ends in
`_probe` or `_probes`: planning imports no other.
"""

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from epreuve.audits import checks
from epreuve.audits.grid.extensions import check_packages
from epreuve.audits.runs import records

PROBE_MODULE = ("_probe", "_probes")


@cache
def load_checks() -> None:
    """Import every module of the checks. Raises Misuse for an unusable package."""
    for package in (records, checks, *check_packages()):
        _import_all(package)


@cache
def load_probes() -> None:
    """Import every module with probes. Raises Misuse for an unusable package."""
    _import_all(checks, PROBE_MODULE)
    for package in check_packages():
        _import_all(package)


def _import_all(package: ModuleType, endings: tuple[str, ...] = ("",)) -> None:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if module.name.endswith(endings):
            importlib.import_module(module.name)
