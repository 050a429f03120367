"""Programs that some tests use and that are not dependencies of the project."""

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIN = ROOT / ".bin"  # where `.ci/run` installs what the system has no package for
FOLDERS = (BIN, BIN / "lint" / "bin", BIN / "chaos" / "bin", BIN / "node_modules" / ".bin")
PYZ = ROOT / "dist" / "epreuve.pyz"
_PYZ_SOURCES = ("audits", "faults", "probes", "reports", "pyproject.toml", "requirements.lock")


def search_path() -> str:
    """Return PATH followed by the folders of `.bin`."""
    return os.pathsep.join([os.environ.get("PATH", os.defpath), *map(str, FOLDERS)])


def program(*names: str) -> Path | None:
    """Return the first of these programs on PATH or in `.bin`."""
    paths = (shutil.which(name, path=search_path()) for name in names)
    return next((Path(path) for path in paths if path), None)


def chosen(variable: str, usual: Path | None) -> Path | None:
    """Return the file that an environment variable names, else the usual one; None if absent."""
    named = os.environ.get(variable)
    path = Path(named) if named else usual
    return path if path is not None and path.exists() else None


def toxiproxy() -> Path | None:
    """Return a real Toxiproxy server: EPREUVE_REAL_TOXIPROXY, PATH or `.bin`."""
    return chosen("EPREUVE_REAL_TOXIPROXY", program("toxiproxy-server"))


def chromium() -> Path | None:
    """Return a browser of the Chromium family."""
    return program("chromium", "chromium-browser", "google-chrome")


def axe() -> Path | None:
    """Return the script of axe-core: EPREUVE_AXE or `.bin`."""
    return chosen("EPREUVE_AXE", BIN / "node_modules" / "axe-core" / "axe.min.js")


def html_validate() -> Path | None:
    """Return html-validate: EPREUVE_HTML_VALIDATE, PATH or `.bin`."""
    return chosen("EPREUVE_HTML_VALIDATE", program("html-validate"))


def node_modules() -> Path:
    """Return the folder where `.ci/run` installs JavaScript packages."""
    return BIN / "node_modules"


def postgresql_folder() -> Path | None:
    """Return the folder of `initdb` and `postgres`, on PATH or where Debian puts them."""
    folders = [Path(folder) for folder in os.get_exec_path()]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def pyz_is_new() -> bool:
    """Return whether `dist/epreuve.pyz` is newer than all that it is made of."""
    sources = [ROOT / name for name in _PYZ_SOURCES]
    inside = (path for source in sources for path in source.rglob("*.*") if path.suffix != ".pyc")
    newest = max(path.stat().st_mtime for path in [*sources[4:], *inside])
    return PYZ.is_file() and PYZ.stat().st_mtime >= newest
