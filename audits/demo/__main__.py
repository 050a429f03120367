"""Start one supplier of the e-service, or one of its third parties.

Addresses come from the environment, as host:port:
GUICHET_LISTEN (users; 127.0.0.1:8080), GUICHET_DB_LISTEN (its database server), GUICHET_DB
(where it reaches its database; GUICHET_DB_LISTEN), GUICHET_ID, GUICHET_SMS, GUICHET_PAY,
GUICHET_MAP, GUICHET_CDN, GUICHET_API (identity, sms, payment, tiles, cdn, partner). GUICHET_DATA
is a directory. DATABASE_URL=postgresql://... replaces the database server.
"""

from __future__ import annotations

import argparse
import importlib
import os
import resource
import signal
import socket
import sys
from pathlib import Path
from types import FrameType

from epreuve.audits.demo import provider
from epreuve.audits.demo.settings import Address, Settings, SettingsError
from epreuve.audits.demo.supervisor import end_with_supervisor, supervise

SUPPLIERS = ("sobre", "fragile")
_REGISTER, _WEB = "register", "web"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line. Exit status: 0 ended normally, 1 could not run, 2 misuse."""
    parser = argparse.ArgumentParser(
        prog="python -m epreuve.audits.demo",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", choices=[*SUPPLIERS, *provider.names()])
    parser.add_argument("--listen", help="host:port of a third party (or TIERS_LISTEN)")
    parser.add_argument("--export", action="store_true", help="print all that GUICHET_DATA holds")
    parser.add_argument("--part", choices=[_REGISTER, _WEB], help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _end)
    try:
        if chosen.export:
            return _export(chosen.name, os.environ.get("GUICHET_DATA", ""))
        if chosen.name in SUPPLIERS:
            return _supply(chosen.name, Settings.read(os.environ), chosen.part)
        listen = chosen.listen or os.environ.get("TIERS_LISTEN", "")
        provider.serve(chosen.name, Address.parse("--listen or TIERS_LISTEN", listen))
    except SettingsError as error:
        print(f"guichet: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"guichet: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _supply(name: str, settings: Settings, part: str | None) -> int:
    if part is None:
        return _supervise(name, settings)
    end_with_supervisor()
    _allow_many_connections()
    if part == _REGISTER:
        # The fragile supplier does not sync its disk: only a power cut loses data.
        _keep_register(settings, synced=name != "fragile")
    else:
        importlib.import_module(f"epreuve.audits.demo.{name}.server").serve(settings)
    return 0


def _export(name: str, data: str) -> int:
    if name != "sobre" or not data:
        raise SettingsError("--export: sobre alone has an export, of the directory GUICHET_DATA")
    from epreuve.audits.demo.sobre.export import write_everything

    write_everything(Path(data), sys.stdout)
    return 0


def _supervise(name: str, settings: Settings) -> int:
    """Check the settings, then run the processes. Raises OSError when a port is in use."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"GUICHET_DATA={settings.data}: {error.strerror}; give a directory to write in"
        ) from error
    if settings.database_url:
        # Imported early, for its error when psycopg is not installed.
        importlib.import_module("epreuve.audits.demo.register_postgresql")
    parts = [_WEB]
    _check_free("GUICHET_LISTEN", settings.listen)
    if settings.register_listen is not None:
        _check_free("GUICHET_DB_LISTEN", settings.register_listen)
        parts = [_REGISTER, _WEB]
    command = [sys.executable, "-m", "epreuve.audits.demo", name, "--part"]
    return supervise([[*command, part] for part in parts])


def _keep_register(settings: Settings, *, synced: bool) -> None:
    # Only the database process loads SQLite.
    from epreuve.audits.demo.register_server import RegisterServer

    if settings.register_listen is None:
        raise SettingsError("GUICHET_DB_LISTEN: not used with DATABASE_URL")
    path = settings.data / "register.sqlite"
    with RegisterServer(settings.register_listen, path, synced=synced) as server:
        server.serve_forever()


def _check_free(name: str, address: Address) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise OSError(f"{name}={address}: {error.strerror}; choose another port") from error


def _allow_many_connections() -> None:
    """Raise the limit of 1024 open files: one server needs more."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if most == resource.RLIM_INFINITY else min(most, 65_536)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _end(_signal: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # A process group often receives a signal twice.
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
