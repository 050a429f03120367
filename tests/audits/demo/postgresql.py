"""Where PostgreSQL is on this machine, and whether it can be run."""

from __future__ import annotations

import os
import pwd
from importlib.util import find_spec
from pathlib import Path


def postgresql_binaries() -> Path | None:
    """The folder of initdb and postgres, on PATH or where Debian puts them."""
    folders = [Path(folder) for folder in os.get_exec_path()]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def can_run_postgresql() -> bool:
    """Servers and client are here, and an account that PostgreSQL accepts (it refuses root)."""
    if postgresql_binaries() is None or find_spec("psycopg") is None:
        return False
    return os.getuid() != 0 or any(account.pw_name == "postgres" for account in pwd.getpwall())
