"""What readers type in their first hour and in their suite of tests: whole audits, nothing frozen.

The service of docs/first-hour.md with its database; the lines of that page and those of docs/ci in
their order, by two readers. Collected where PostgreSQL is.
"""

import re
import shutil
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from epreuve.audits.grid.grid import load_grid
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import read_assessment
from tests.typed.conftest import typed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.needs_unshare,
    pytest.mark.needs_postgresql,
    pytest.mark.needs_root,
]

ROOT = Path(__file__).parents[2]
SERVICE = ROOT / "tests" / "first_hour"
LINE = re.compile(r"^    (?:\$ )?(?:v/bin/)?((?:epreuve|pytest) .*)$", re.MULTILINE)
DOCTOR, INIT, AUDIT, GATE, PYTEST = LINE.findall((ROOT / "docs/first-hour.md").read_text())
SUITE = (ROOT / "docs/ci/README.md").read_text().partition("## In a pytest suite")[2]
JUNIT, BASELINE = LINE.findall(SUITE.partition("##")[0])
FOOT = "Guichet : 1 place de la Mairie, de 9 h à 17 h. Téléphone : 01 99 00 00 00"
LIMIT = 600  # seconds for two audits, on a machine that has other things to do
BEGIN = """
own="setpriv --reuid=postgres --regid=postgres --clear-groups"
$own $POSTGRESQL/initdb -D $DATA/data -U postgres -A trust --no-sync > /dev/null
$own $POSTGRESQL/postgres -D $DATA/data -p 15990 -k $DATA -c listen_addresses=127.0.0.1 2>> log &
answers() { until (echo > /dev/tcp/127.0.0.1/$1) 2> /dev/null; do sleep 0.1; done; }
answers 15990
ends() { code=0; "${@:2}" || code=$?; [ $code = $1 ] || { echo "$2 $3: $code"; exit 1; }; }
"""


def write_profile(path: Path, *, foot: str = FOOT, declared: bool = True) -> None:
    """What the reader's draft has become."""
    written = yaml.safe_load((SERVICE / "voirie.yaml").read_text())
    written["power"]["env"]["FOOT"] = foot
    if not declared:
        del written["declared"], written["not_applicable"]
    path.write_text(yaml.safe_dump(written, allow_unicode=True))


@contextmanager
def desk(folder: Path) -> Iterator[dict[str, str]]:
    """Where a reader works, and where their database may write."""
    shutil.copy(SERVICE / "service.py", folder)
    data = tempfile.mkdtemp(prefix="voirie-")
    shutil.chown(data, "postgres", "postgres")
    postgresql = max(Path("/usr/lib/postgresql").glob("*/bin"))
    try:
        yield {"DATA": data, "POSTGRESQL": str(postgresql)}
    finally:
        shutil.rmtree(data)


def first_hour(folder: Path) -> Path:
    """Draft; first audit, nothing declared; then all mended, and the profile among the tests."""
    write_profile(folder / "voirie.yaml", declared=False)
    write_profile(folder / "mended.yaml")
    port = INIT.rpartition(":")[2]
    with desk(folder) as variables:
        typed(
            f"""{BEGIN}
DATABASE_URL=postgresql://postgres@127.0.0.1:15990/postgres python service.py {port} 2>> log &
service=$!
answers {port}
{DOCTOR} > doctor
{INIT} > drafted
epreuve check service.epreuve.yaml
kill $service
ends 3 {AUDIT} --quiet 2> told
mv mended.yaml service.epreuve.yaml
ends 1 {PYTEST} > tested""",
            folder, LIMIT, **variables,
        )  # fmt: skip
    return folder


def suite_of_tests(folder: Path) -> Path:
    """The profile among the tests; then one thing mended, and the gate against what it was."""
    write_profile(folder / "service.epreuve.yaml", foot="")
    write_profile(folder / "mended.yaml")
    with desk(folder) as variables:
        typed(
            f"""{BEGIN}
ends 1 {JUNIT} > tested
mv runs/pytest-* runs/before
mv mended.yaml service.epreuve.yaml
{BASELINE} > gated""",
            folder, LIMIT, **variables,
        )  # fmt: skip
    return folder


LANES = {"first hour": first_hour, "suite of tests": suite_of_tests}
Played = dict[str, Future[Path]]


def assessment(run: Path) -> Assessment:
    found = read_assessment(run / "assessment.json")
    assert [f"{f.id}: {f.reason.en}" for f in found.findings if f.outcome == "error"] == []
    assert found.run.interrupted is None
    return found


def test_the_first_audit_has_no_letter_for_nothing_is_declared(played: Played) -> None:
    first = assessment(played["first hour"].result() / "runs" / "first").result
    assert first.letter is None
    assert first.letter_note is not None


def test_a_profile_among_the_tests_is_an_audit(played: Played) -> None:
    """A test a criterion and the gate, each with the outcome of the audit's report."""
    folder = played["suite of tests"].result()
    cases = ElementTree.parse(folder / "junit.xml").findall(".//testcase")
    assert len(cases) == len(load_grid().criteria) + 1
    result = assessment(folder / "runs" / "before").result
    assert "K3" in {each.id for each in result.knockouts}
    assert "::gate - gate: K3: " in (folder / "tested").read_text()


def test_what_was_mended_is_told_from_what_was_not(played: Played, tmp_path: Path) -> None:
    """The gate of the first hour, on its own runs."""
    (tmp_path / "runs").mkdir()
    mended, before = played["first hour"].result(), played["suite of tests"].result()
    [third] = mended.glob("runs/pytest-*")
    (tmp_path / "runs" / "third").symlink_to(third)
    (tmp_path / "runs" / "second").symlink_to(before / "runs" / "before")
    assert assessment(third).result.letter is not None
    told = typed(GATE, tmp_path)
    assert "no new knock-out" in told
    words = GATE.replace("third", "x").replace("second", "third").replace("x", "second")
    typed(f"code=0; {words} || code=$?; [ $code = 1 ]", tmp_path)


def test_the_gate_alone_against_a_run_of_before(played: Played) -> None:
    told = (played["suite of tests"].result() / "gated").read_text()
    assert "1 passed" in told
