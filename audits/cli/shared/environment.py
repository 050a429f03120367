"""Checks of the machine that runs audits: engine, network, disk, limits, CPU and browser."""

import importlib.util
import os
import platform
import resource
import shutil
import socket
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.messages.texts import error_text
from epreuve.faults.embedded.connection_limit import ConnectionLimit
from epreuve.faults.errors import FaultError
from epreuve.faults.loopback import has_own_sources
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.engine import VARIABLE
from epreuve.faults.toxiproxy.server_choice import ANY_SERVER, ServerChoice
from epreuve.probes.browser.devtools import find_chromium
from epreuve.reports.files import cannot_be_written
from epreuve.reports.text import Text, untranslated
from epreuve.reports.translation import Bytes

CheckState = Literal["good", "low", "missing"]
PYTHON = (3, 11)
PORTS_PER_USER = 2  # load to proxy, proxy to service
MIN_CORES = 2  # one for the load, one for the proxies; the service needs its own
MIN_DISK = 200_000_000  # bytes for the evidence and temporary files of a long run
MIN_USERS = 1_000
MIN_PORTS = 10_000
PORT_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


@dataclass(frozen=True)
class Check:
    """Result of one environment check."""

    name: Text
    state: CheckState
    sentence: Text


def check_environment(toxiproxy: ServerChoice = ANY_SERVER) -> list[Check]:
    """Return all checks, the necessary ones first."""
    return [
        _python(), _engine(toxiproxy), _loopback(), _addresses(toxiproxy), _disk(),
        _open_files(), _ports(), _cpu(), _browser(),
    ]  # fmt: skip


def _python() -> Check:
    name = untranslated("Python")
    version = f"Python {platform.python_version()}, {platform.system()}"
    if sys.version_info >= PYTHON and sys.platform == "linux":
        return Check(name, "good", untranslated(version))
    return Check(name, "missing", untranslated(f"{version} → Linux, Python ≥ 3.11"))


def _engine(toxiproxy: ServerChoice) -> Check:
    name, url = untranslated("Toxiproxy"), toxiproxy.url or os.environ.get(VARIABLE)
    if url:
        return _named_server(name, url, toxiproxy.shared)
    binary = shutil.which("toxiproxy-server")
    if binary:
        return Check(name, "good", untranslated(binary))
    if importlib.util.find_spec("uvloop"):
        return Check(name, "good", translate("embedded server, with uvloop"))
    return Check(name, "good", translate("embedded server; faster with epreuve[fast]"))


def _named_server(name: Text, url: str, shared: bool) -> Check:
    server = Toxiproxy(url)
    try:
        version, proxies = server.version(), server.proxies()
    except FaultError as error:
        sentence = translate(
            "{url} does not respond: {error}; start this server, or name another with --toxiproxy",
            url=url, error=error_text(error),
        )  # fmt: skip
        return Check(name, "missing", sentence)
    if proxies and not shared:
        sentence = translate(
            "{url} already has proxies ({names}): use another server, or --toxiproxy-shared",
            url=url, names=", ".join(sorted(proxies)),
        )  # fmt: skip
        return Check(name, "missing", sentence)
    return Check(name, "good", untranslated(f"{url}, {version}"))


def _loopback() -> Check:
    name = translate("Loopback")
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            address = server.getsockname()
            with socket.create_connection(address, 2):
                pass
    except OSError as error:
        return Check(name, "missing", untranslated(f"127.0.0.1: {error.strerror}"))
    return Check(name, "good", translate("connections work"))


def _addresses(toxiproxy: ServerChoice) -> Check:
    """Check whether a service on this machine sees an address of each user."""
    name = translate("Addresses")
    if not has_own_sources():
        sentence = translate(
            "this system has 127.0.0.1 only: the service sees one address for all users; name a "
            "header in `service.address_header`"
        )
    elif _is_real(toxiproxy.url or os.environ.get(VARIABLE)):
        sentence = translate(
            "a real Toxiproxy does not keep them: the service sees one address for all users; name "
            "a header in `service.address_header`"
        )
    else:
        sentence = translate("one for each user, if the service is at 127.0.0.1 (not at [::1])")
        return Check(name, "good", sentence)
    return Check(name, "low", sentence)


def _is_real(url: str | None) -> bool:
    """Return whether the engine is a Toxiproxy that is not ours."""
    if not url:
        return shutil.which("toxiproxy-server") is not None
    try:
        return not Toxiproxy(url).is_embedded()
    except FaultError:
        return False  # another check says that it does not respond


def _disk() -> Check:
    name, folder = translate("Disk"), Path.cwd()
    try:
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as error:
        return Check(name, "missing", cannot_be_written(folder, error))
    sentence = translate(
        "{size} free in {folder}", size=Bytes(free, digits=1, rounding="down"), folder=str(folder)
    )
    return Check(name, "good" if free > MIN_DISK else "low", sentence)


def _open_files() -> Check:
    limit, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    users = ConnectionLimit(
        hard
    ).most  # load and proxies raise their limit; a proxy needs two per user
    sentence = translate(
        "{limit} (at most {maximum}): about {users} users waiting at the same time",
        limit=limit, maximum=hard, users=users,
    )  # fmt: skip
    return Check(translate("Open files"), "good" if users >= MIN_USERS else "low", sentence)


def _ports() -> Check:
    try:
        low, high = PORT_RANGE.read_text().split()
        ports = int(high) - int(low) + 1
    except (OSError, ValueError):
        ports = 0
    sentence = translate(
        "{ports} ephemeral ports: about {connections} connections at the same time",
        ports=ports, connections=ports // PORTS_PER_USER,
    )  # fmt: skip
    return Check(untranslated("Ports"), "good" if ports >= MIN_PORTS else "low", sentence)


def _cpu() -> Check:
    """Check the number of cores; docs/performance.md has the rate of one core."""
    name, cores = translate("CPU"), len(os.sched_getaffinity(0))
    if cores >= MIN_CORES:
        sentence = translate(
            "{cores} cores: one for the load (up to 1,000 requests/s), one for the proxies; the "
            "service needs others, or another machine",
            cores=cores,
        )
        return Check(name, "good", sentence)
    sentence = translate("one core: load and service disturb each other; results may be void")
    return Check(name, "low", sentence)


def _browser() -> Check:
    name, chromium = untranslated("Chromium"), find_chromium()
    if chromium:
        return Check(name, "good", untranslated(chromium))
    return Check(name, "low", translate("not found: needed for --browser only"))
