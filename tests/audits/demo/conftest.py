"""Processes on free ports: third parties for the session, suppliers per test."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.audits.demo.citizen import Citizen
from tests.audits.demo.suppliers import (
    THIRD_PARTIES,
    StartSupplier,
    Supplier,
    answers,
    end,
    free_address,
    launch,
    silent,
    suppliers,
    until,
)
from tests.harness.programs import postgresql_folder as find_postgresql


@pytest.fixture
def silence() -> Iterator[str]:
    with silent() as address:
        yield address


@pytest.fixture(scope="session")
def third_parties(processes: None) -> Iterator[dict[str, str]]:
    """Environment with the six third parties."""
    addresses = {name: free_address() for name in THIRD_PARTIES}
    processes = [launch([name, "--listen", at], {}) for name, at in addresses.items()]
    try:
        for address in addresses.values():
            until(lambda at=address: answers(at))
        yield {variable: addresses[name] for name, variable in THIRD_PARTIES.items()}
    finally:
        for process in processes:
            end(process)


@pytest.fixture(name="until")
def until_fixture() -> Callable[..., None]:
    return until


@pytest.fixture
def free() -> Callable[[], str]:
    """Factory of addresses without a listener."""
    return free_address


@pytest.fixture
def citizen() -> type[Citizen]:
    """Factory of citizens of an address."""
    return Citizen


@pytest.fixture
def up() -> Callable[[str], None]:
    """Function that waits until a supplier is ready."""
    return lambda address: until(lambda: answers(address))


@pytest.fixture
def postgresql_folder() -> Path | None:
    """Folder of the PostgreSQL programs."""
    return find_postgresql()


@pytest.fixture
def run_demo(processes: None) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Function that runs a command until its end."""

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
    """Each supplier, with all dependencies up."""
    return both[request.param]


@pytest.fixture
def start_supplier(third_parties: dict[str, str], tmp_path: Path) -> Iterator[StartSupplier]:
    with suppliers(third_parties, tmp_path) as start:
        yield start


@pytest.fixture(scope="session")
def both(
    third_parties: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Supplier]]:
    """Both suppliers with all dependencies up, shared by the tests."""
    with suppliers(third_parties, tmp_path_factory.mktemp("both")) as start:
        yield {name: start(name) for name in ("sobre", "fragile")}


@pytest.fixture(scope="session")
def database_url(processes: None) -> Iterator[str]:
    """Private PostgreSQL cluster on a free port, in a temporary folder."""
    binaries = find_postgresql()
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
