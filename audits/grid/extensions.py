"""Check packages of other distributions: entry points of the group `epreuve.checks`.

A package may have `criteria.yaml`, at its root or in subfolders, and `sources.yaml`. Its modules
register facts, judgements and probes (see `checks/registry.py`).
"""

from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from epreuve.audits.errors import Misuse
from epreuve.audits.grid.translation import translate

GROUP = "epreuve.checks"


@cache
def check_packages() -> list[ModuleType]:
    """Return the installed packages of the group, by name. Raises Misuse for an unusable one."""
    packages = []
    for entry in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            package = entry.load()
        except Exception as error:
            raise Misuse(
                translate(
                    "{entry}: cannot be imported: {error}; correct the package, or uninstall it",
                    entry=f"{GROUP} {entry.name}", error=str(error),
                )
            ) from error  # fmt: skip
        if not hasattr(package, "__path__"):
            raise Misuse(
                translate(
                    "{entry}: {value} is not a package; name a package",
                    entry=f"{GROUP} {entry.name}", value=entry.value,
                )
            )  # fmt: skip
        packages.append(package)
    return packages


def family_files() -> list[Path]:
    """Return the `criteria.yaml` of all installed packages. Raises Misuse."""
    return [
        path
        for folder in _folders()
        for path in sorted((*folder.glob("criteria.yaml"), *folder.glob("*/criteria.yaml")))
    ]


def source_files() -> list[Path]:
    """Return the `sources.yaml` of all installed packages. Raises Misuse."""
    return [path for folder in _folders() for path in folder.glob("sources.yaml")]


def _folders() -> list[Path]:
    return [Path(path) for package in check_packages() for path in package.__path__]
