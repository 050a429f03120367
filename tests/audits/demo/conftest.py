"""Real processes on free ports: the third parties once, a supplier for each test that asks."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from epreuve.faults.power.unsynced.service import missing

THIRD_PARTIES = {
    "identity": "GUICHET_ID",
    "sms": "GUICHET_SMS",
    "payment": "GUICHET_PAY",
    "tiles": "GUICHET_MAP",
    "cdn": "GUICHET_CDN",
    "partner": "GUICHET_API",
}


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


collect_ignore = (
    [] if can_run_postgresql() else ["test_postgresql.py", "test_unsynced_postgresql.py"]
)
collect_ignore += ["test_unsynced.py", "test_unsynced_postgresql.py"] if missing() else []


@dataclass
class Page:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def receipt(self) -> str:
        return self.find(r"n° (\w+)")

    def find(self, pattern: str) -> str:
        found = re.search(pattern, self.text)
        assert found, f"{pattern!r} not in {self.text[-1500:]!r}"
        return found[1]


@dataclass
class Citizen:
    """A person with a browser: one connection a request, cookies kept."""

    address: str
    patience: float = 10.0
    cookie: str = ""

    def get(self, path: str, **headers: str) -> Page:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, **fields: str) -> Page:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields).encode(), kind)

    def upload(self, path: str, piece: bytes, **fields: str) -> Page:
        parts = [
            f'--lim\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        head = b'--lim\r\nContent-Disposition: form-data; name="piece"; filename="p.pdf"\r\n\r\n'
        body = b"".join(parts) + head + piece + b"\r\n--lim--\r\n"
        return self._ask("POST", path, body, {"Content-Type": "multipart/form-data; boundary=lim"})

    def token(self, path: str = "/demarches/acte") -> str:
        return self.get(path).find(r'name="jeton" value="([^"]+)"')

    def file(self, name: str = "Zoé Martin", piece: bytes = b"", token: str = "") -> Page:
        """The journey: form, identification, filing."""
        token = token or self.token()
        identified = self.post("/connexion", nom=name, jeton=token)
        assert "Identité" in identified.text
        return self.upload("/demarches/acte", piece, jeton=token, nom=name, objet="Naissance")

    def pay(self, name: str = "Zoé Martin", token: str = "") -> Page:
        token = token or self.token("/demarches/cantine")
        return self.post("/demarches/cantine", jeton=token, nom=name, montant="12,50")

    def receipts(self, name: str = "Zoé Martin") -> list[str]:
        return re.findall(r"n° (\w+)", self.get(f"/suivi?nom={quote(name)}").text)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        start = time.monotonic()
        connection = HTTPConnection(self.address, timeout=self.patience)
        try:
            connection.request(method, path, body, {**headers, "Cookie": self.cookie})
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        got = {name.lower(): value for name, value in response.getheaders()}
        self.cookie = got.get("set-cookie", self.cookie).partition(";")[0]
        return Page(response.status, got, content, time.monotonic() - start)


@dataclass
class Supplier:
    """A supplier's process group, and the environment that it was given."""

    name: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    citizen: Citizen = field(init=False)

    def __post_init__(self) -> None:
        self.citizen = Citizen(self.environment["GUICHET_LISTEN"])

    def start(self) -> None:
        self.process = launch([self.name], self.environment)
        until(lambda: answers(self.environment["GUICHET_LISTEN"]))

    def cut_power(self) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(5)

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(10)


StartSupplier = Callable[..., Supplier]


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def launch(arguments: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A command of the demonstration in a session, hence a group, of its own."""
    command = [sys.executable, "-m", "epreuve.audits.demo", *arguments]
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.Popen(command, env={**kept, **environment}, start_new_session=True)


def end(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None and process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(5)


def until(condition: Callable[[], Any], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.03)


def answers(address: str, path: str = "/sante") -> bool:
    try:
        return Citizen(address, patience=1.0).get(path).status == 200
    except (OSError, HTTPException):
        return False


@contextmanager
def silent() -> Iterator[str]:
    """An address that accepts connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        yield f"127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def silence() -> Iterator[str]:
    with silent() as address:
        yield address


@pytest.fixture(scope="session")
def third_parties() -> Iterator[dict[str, str]]:
    """The six third parties, as the environment names them."""
    addresses = {name: free_address() for name in THIRD_PARTIES}
    processes = [launch([name, "--listen", at], {}) for name, at in addresses.items()]
    try:
        for address in addresses.values():
            until(lambda at=address: answers(at))
        yield {variable: addresses[name] for name, variable in THIRD_PARTIES.items()}
    finally:
        for process in processes:
            end(process)


@contextmanager
def suppliers(third_parties: dict[str, str], folder: Path) -> Iterator[StartSupplier]:
    """A function that starts suppliers, all ended on exit."""
    with ExitStack() as stack:

        def start(name: str, **environment: str) -> Supplier:
            register = free_address()
            supplier = Supplier(
                name,
                {
                    "GUICHET_LISTEN": free_address(),
                    "GUICHET_DB_LISTEN": register,
                    "GUICHET_DATA": str(folder / name),
                    **third_parties,
                    **environment,
                },
            )
            stack.callback(lambda: end(supplier.process))
            supplier.start()
            return supplier

        yield start


@pytest.fixture(name="until")
def until_fixture() -> Callable[..., None]:
    return until


@pytest.fixture
def free() -> Callable[[], str]:
    """Gives addresses that nobody listens on."""
    return free_address


@pytest.fixture
def citizen() -> type[Citizen]:
    """Makes people who know an address."""
    return Citizen


@pytest.fixture
def up() -> Callable[[str], None]:
    """Waits until a supplier is ready."""
    return lambda address: until(lambda: answers(address))


@pytest.fixture
def postgresql_folder() -> Path | None:
    """Where PostgreSQL's programs are."""
    return postgresql_binaries()


@pytest.fixture
def run_demo() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command that is expected to end by itself."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return subprocess.run(
            [sys.executable, "-m", "epreuve.audits.demo", *arguments],
            env={**kept, **environment},
            capture_output=True,
            text=True,
            timeout=15,
            start_new_session=True,
        )

    return run


@pytest.fixture(params=["sobre", "fragile"])
def supplier(request: pytest.FixtureRequest, both: dict[str, Supplier]) -> Supplier:
    """Each of the two, with everything up."""
    return both[request.param]


@pytest.fixture
def start_supplier(third_parties: dict[str, str], tmp_path: Path) -> Iterator[StartSupplier]:
    with suppliers(third_parties, tmp_path) as start:
        yield start


@pytest.fixture(scope="session")
def both(
    third_parties: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Supplier]]:
    """The two suppliers with everything up, for tests that break nothing."""
    with suppliers(third_parties, tmp_path_factory.mktemp("both")) as start:
        yield {name: start(name) for name in ("sobre", "fragile")}


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """A private PostgreSQL cluster on a free port, in a folder that goes with it."""
    binaries = postgresql_binaries()
    assert binaries is not None
    folder = Path(tempfile.mkdtemp(prefix="guichet-postgresql-"))
    account = {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}
    if account:
        shutil.chown(folder, **account)
    port = free_address().rpartition(":")[2]
    subprocess.run(
        [binaries / "initdb", "-D", folder / "data", "-U", "guichet", "-A", "trust", "--no-sync"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
        **account,
    )
    command = [binaries / "postgres", "-D", folder / "data", "-p", port, "-k", folder]
    server = subprocess.Popen(
        [*command, "-c", "listen_addresses=127.0.0.1"],
        stderr=subprocess.DEVNULL,
        cwd="/",
        **account,
    )
    try:
        state = folder / "data" / "postmaster.pid"
        until(lambda: state.exists() and "ready" in state.read_text())
        yield f"postgresql://guichet@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGINT)  # "Fast shutdown" in PostgreSQL's terms.
        server.wait(20)
        shutil.rmtree(folder)
