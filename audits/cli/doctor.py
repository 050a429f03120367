"""`epreuve doctor`: what this machine has."""

import os
import platform
import resource
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from epreuve.audits.cli.shared.options import language_option, toxiproxy_options
from epreuve.audits.errors import EXIT_MET, EXIT_NOT_MEASURED
from epreuve.faults.embedded.connection_limit import ConnectionLimit
from epreuve.faults.errors import FaultError
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.engine import VARIABLE
from epreuve.faults.toxiproxy.server_choice import ANY_SERVER, ServerChoice
from epreuve.probes.browser.devtools import find_chromium
from epreuve.reports.language import Language
from epreuve.reports.text import Text


@click.command()
@language_option
@toxiproxy_options
def command(language: Language, toxiproxy: ServerChoice) -> int:
    """Say what this machine has, and what that allows: engine, files, ports, CPU, browser.

    Exit code 0 when an audit can be made here, 3 when something that every audit needs is missing.
    Touches nothing; a Toxiproxy server that is named is asked for its version.
    """

    found = examine(toxiproxy)
    click.echo(told(found, language))
    missing = any(each.state == "missing" for each in found)
    return EXIT_NOT_MEASURED if missing else EXIT_MET


State = Literal["good", "short", "missing"]
PYTHON = (3, 11)
PORTS_A_CITIZEN = 2  # ours to the proxy, the proxy's to the service
CORES = 2  # one for the load, one for the proxies; the service needs its own
DISK = 200_000_000  # bytes: the evidence of a long run, and the temporary files
RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


@dataclass(frozen=True)
class Sign:
    """One thing that was looked at."""

    name: Text
    state: State
    sentence: Text


def examine(toxiproxy: ServerChoice = ANY_SERVER) -> list[Sign]:
    """Every sign, what an audit cannot do without first."""
    return [_python(), _engine(toxiproxy), _loopback(), _disk(), *_sizes(), _browser()]


def told(signs: list[Sign], language: Language) -> str:
    """One line a sign."""
    marks = {"good": "✓", "short": "!", "missing": "✗"}
    pairs = [
        (marks[each.state], *(_of(text, language) for text in (each.name, each.sentence)))
        for each in signs
    ]
    width = max(len(name) for _, name, _ in pairs)
    return "\n".join(f"{mark} {name:<{width}}  {sentence}" for mark, name, sentence in pairs)


def _of(text: Text, language: Language) -> str:
    return text.fr if language == "fr" else text.en


def _same(name: str) -> Text:
    return Text(fr=name, en=name)


def _python() -> Sign:
    right = sys.version_info >= PYTHON and sys.platform == "linux"
    seen = f"Python {platform.python_version()}, {platform.system()}"
    return Sign(
        _same("Python"),
        "good" if right else "missing",
        _same(seen if right else f"{seen} → Linux, Python ≥ 3.11"),
    )  # fmt: skip


def _engine(toxiproxy: ServerChoice) -> Sign:
    name, url = _same("Toxiproxy"), toxiproxy.url or os.environ.get(VARIABLE)
    if url:
        try:
            version, proxies = Toxiproxy(url).version(), Toxiproxy(url).proxies()
        except FaultError as error:
            return Sign(name, "missing", Text(fr=f"{url} ne répond pas : {error}", en=str(error)))
        if proxies and not toxiproxy.shared:
            return Sign(name, "missing", _taken(url, ", ".join(sorted(proxies))))
        return Sign(name, "good", _same(f"{version}, {url}"))
    real = shutil.which("toxiproxy-server")
    if real:
        return Sign(name, "good", _same(real))
    try:
        import uvloop  # noqa: F401 - only to know whether the embedded server will have it

        speed = Text(fr="avec uvloop", en="with uvloop")
    except ImportError:
        speed = Text(fr="plus rapide avec epreuve[fast]", en="faster with epreuve[fast]")
    return Sign(
        name, "good", Text(fr=f"serveur intégré, {speed.fr}", en=f"embedded server, {speed.en}")
    )


def _taken(url: str, names: str) -> Text:
    return Text(
        fr=f"{url} a des mandataires qui ne sont pas les nôtres ({names}) : un autre serveur, ou "
        "--toxiproxy-shared",
        en=f"{url} has proxies that are not ours ({names}): another server, or --toxiproxy-shared",
    )


def _loopback() -> Sign:
    name = Text(fr="Boucle locale", en="Loopback")
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            address = server.getsockname()
            with socket.create_connection(address, 2):
                pass
    except OSError as error:
        return Sign(name, "missing", _same(f"127.0.0.1: {error.strerror}"))
    return Sign(name, "good", Text(fr="on peut y écouter et s'y connecter", en="listens, connects"))


def _disk() -> Sign:
    name, here = Text(fr="Disque", en="Disk"), Path.cwd()
    try:
        with tempfile.TemporaryFile(dir=here):
            free = shutil.disk_usage(here).free
    except OSError as error:
        return Sign(
            name, "missing",
            Text(fr=f"{here} : écriture impossible ({error.strerror})",
                 en=f"{here}: cannot be written ({error.strerror})"),
        )  # fmt: skip
    size = f"{free / 1e9:.1f}"
    sentence = Text(
        fr=f"{size} Go libres dans {here}".replace(".", ",", 1), en=f"{size} GB free in {here}"
    )
    return Sign(name, "good" if free > DISK else "short", sentence)


def _sizes() -> Iterator[Sign]:
    """What bounds the crowd: open files, ports, cores."""
    limit, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    crowd = ConnectionLimit(hard).most  # a proxy opens two files per citizen
    yield Sign(
        Text(fr="Fichiers ouverts", en="Open files"),
        "good" if crowd >= 1000 else "short",
        Text(
            fr=f"{limit} (au plus {hard}) : environ {crowd} citoyens en attente à la fois",
            en=f"{limit} (at most {hard}): about {crowd} citizens waiting at once",
        ),
    )
    ports = _ports()
    yield Sign(
        _same("Ports"),
        "good" if ports >= 10_000 else "short",
        Text(
            fr=f"{ports} éphémères : environ {ports // PORTS_A_CITIZEN} connexions à la fois",
            en=f"{ports} ephemeral: about {ports // PORTS_A_CITIZEN} connections at once",
        ),
    )
    cores = len(os.sched_getaffinity(0))
    yield Sign(
        Text(fr="Processeur", en="CPU"),
        "good" if cores >= CORES else "short",
        _cores(cores),
    )


def _cores(cores: int) -> Text:
    """Measured on one core of an ordinary server in docs/performance.md: 1,000 arrivals/s [A]."""
    if cores >= CORES:
        return Text(
            fr=f"{cores} cœurs : un pour la charge (jusqu'à un millier de requêtes/s), un pour les "
            "mandataires ; le service sur une autre machine, ou en plus",
            en=f"{cores} cores: one for the load (up to a thousand requests/s), one for the "
            "proxies; the service elsewhere, or beside",
        )
    return Text(
        fr=f"{cores} cœur : la charge et le service se gêneront, banc sans doute trop faible",
        en=f"{cores} core: load and service will disturb each other; the bench may be found weak",
    )


def _ports() -> int:
    try:
        low, high = RANGE.read_text().split()
        return int(high) - int(low) + 1
    except (OSError, ValueError):
        return 0


def _browser() -> Sign:
    found = find_chromium()
    name = _same("Chromium")
    if found:
        return Sign(name, "good", _same(found))
    return Sign(
        name, "short",
        Text(fr="absent : seul --browser en a besoin dans un audit ; les tests d'affichage, aussi",
             en="absent: only an audit with --browser needs it; the tests of how reports look do"),
    )  # fmt: skip
