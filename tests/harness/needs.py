"""Programs and rights that some tests need: a marker for each, and why a test is skipped.

`@pytest.mark.needs_chromium` on a test, or in the `pytestmark` of a module, skips it with its
reason where `chromium` below returns one. A new need is one function here.
"""

import functools
import os
import pwd
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec

import pytest

from tests.harness import programs

PREFIX = "needs_"
Check = Callable[[], str | None]
NEEDS: dict[str, Check] = {}


def need(check: Check) -> Check:
    """Register a need; the check returns what is missing and the remedy, None if nothing is."""
    NEEDS[check.__name__] = functools.cache(check)
    return check


def missing(name: str) -> str | None:
    """Return why this machine does not meet a need, None if it does; raise KeyError."""
    return NEEDS[name]()


def pytest_configure(config: pytest.Config) -> None:
    """Declare a marker for each need."""
    for name, check in NEEDS.items():
        config.addinivalue_line("markers", f"{PREFIX}{name}: {check.__doc__}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose needs are not met, before its fixtures are made."""
    names = (mark.name for mark in item.iter_markers() if mark.name.startswith(PREFIX))
    reasons = {name: missing(name.removeprefix(PREFIX)) for name in names}
    if absent := [f"{name}: {reason}" for name, reason in reasons.items() if reason is not None]:
        pytest.skip("; ".join(sorted(absent)))


def _absent(path: object, remedy: str) -> str | None:
    return None if path else f"not installed; {remedy}"


@need
def postgresql() -> str | None:
    """PostgreSQL's server, its client library, and an account that may run the server."""
    if programs.postgresql_folder() is None:
        return "not installed; apt-get install postgresql"
    if find_spec("psycopg") is None:
        return "no client library; pip install 'epreuve[postgresql]'"
    accounts = {account.pw_name for account in pwd.getpwall()}
    if os.getuid() == 0 and "postgres" not in accounts:
        return "PostgreSQL refuses root; add the account `postgres`"
    return None


@need
def root() -> str | None:
    """The rights of root, to start a program as another user."""
    return None if os.getuid() == 0 else "the tests do not run as root"


@need
def namespaces() -> str | None:
    """Network namespaces with addresses of their own: root, iproute2, a kernel that allows them."""
    if os.getuid() != 0:
        return "the tests do not run as root"
    if programs.program("ip") is None:
        return "`ip` is not installed; apt-get install iproute2"
    name = f"epreuve-{os.getpid()}-try"
    added = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False)
    if added.returncode != 0:
        return added.stderr.decode().strip()
    subprocess.run(["ip", "netns", "del", name], check=True)
    return None


@need
def unshare() -> str | None:
    """An empty network and a process tree of its own, without root where the kernel allows it."""
    if not (programs.program("unshare") and programs.program("ip")):
        return "`unshare` or `ip` is not installed; apt-get install util-linux iproute2"
    done = subprocess.run([*UNSHARE, "true"], capture_output=True, check=False)
    return None if done.returncode == 0 else done.stderr.decode().strip()


UNSHARE = ("unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc")
UNSHARE += () if os.getuid() == 0 else ("--user", "--map-root-user")


@need
def fuse() -> str | None:
    """FUSE: libfuse, mfusepy and the device /dev/fuse."""
    from epreuve.faults.power.unsynced.service import missing as missing_fuse

    problem = missing_fuse()
    return None if problem is None else str(problem)


@need
def registries() -> str | None:
    """PyPI and Debian's packages, through pip and apt-get."""
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "idna==3.20")
    apt = ("apt-get", "download", "--quiet", "-o", "APT::Sandbox::User=root", "nginx-common")
    with tempfile.TemporaryDirectory() as folder:
        for command in (pip, apt):
            if programs.program(command[0]) is None:
                return f"`{command[0]}` is not installed"
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                problem = done.stderr.strip().splitlines()[-1:]
                return f"`{' '.join(command)}` failed: {''.join(problem)}"
    return None


@need
def cgroup() -> str | None:
    """A control group (version 2) that the tests may make."""
    from epreuve.faults.processes.cgroup import Cgroup

    made = Cgroup.make(f"epreuve-test-{os.getpid()}")
    if made is None:
        return "no group could be made below our own; run as root, or in a delegated group"
    made.remove()
    return None


@need
def toxiproxy() -> str | None:
    """A real Toxiproxy server."""
    return _absent(programs.toxiproxy(), "see `.ci/run`, or set EPREUVE_REAL_TOXIPROXY")


@need
def toxiproxy_cli() -> str | None:
    """The command line of Toxiproxy."""
    return _absent(programs.program("toxiproxy-cli"), "see `.ci/run`")


@need
def go() -> str | None:
    """The Go compiler, for the Go client of Toxiproxy."""
    return _absent(programs.program("go"), "see https://go.dev/doc/install")


@need
def node() -> str | None:
    """Node.js and the client of Toxiproxy from npm."""
    if programs.program("node") is None:
        return "not installed; apt-get install nodejs npm"
    client = programs.node_modules() / "toxiproxy-node-client"
    return _absent(client.exists(), "npm install --prefix .bin toxiproxy-node-client@4")


@need
def chromium() -> str | None:
    """A browser of the Chromium family."""
    return _absent(programs.chromium(), "apt-get install chromium")


@need
def axe() -> str | None:
    """axe-core, the accessibility checker."""
    return _absent(programs.axe(), "npm install --prefix .bin axe-core@4, or set EPREUVE_AXE")


@need
def html_validate() -> str | None:
    """html-validate, the HTML checker."""
    remedy = "npm install --prefix .bin html-validate@10, or set EPREUVE_HTML_VALIDATE"
    return _absent(programs.html_validate(), remedy)


@need
def libreoffice() -> str | None:
    """LibreOffice Calc, to read the workbook."""
    return _absent(programs.program("soffice"), "apt-get install libreoffice-calc-nogui")


@need
def promtool() -> str | None:
    """promtool, the checker of Prometheus files."""
    return _absent(programs.program("promtool"), "apt-get install prometheus")


@need
def prometheus() -> str | None:
    """A Prometheus server."""
    return _absent(programs.program("prometheus"), "apt-get install prometheus")


@need
def actionlint() -> str | None:
    """actionlint and shellcheck, the checkers of GitHub workflows."""
    absent = [name for name in ("actionlint", "shellcheck") if programs.program(name) is None]
    return f"{' and '.join(absent)} not installed; see `.ci/run`" if absent else None


@need
def yamllint() -> str | None:
    """yamllint, the checker of YAML style."""
    return _absent(programs.program("yamllint"), "see `.ci/run`")


@need
def chaostoolkit() -> str | None:
    """Chaos Toolkit."""
    return _absent(programs.program("chaos"), "see `.ci/run`")


@need
def pyz() -> str | None:
    """dist/epreuve.pyz, made from the code as it is now."""
    return None if programs.pyz_is_new() else "absent or older than the code; run `make pyz`"
