"""Whole audits of the first hour (docs/first-hour.md) and of a pytest suite (docs/ci).

Two readers run the commands of these pages in their order, on the service of the first hour and its
PostgreSQL database.
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
from tests.documented.conftest import run_script
from tests.harness.documents import copy_documents
from tests.harness.programs import ROOT, postgresql_folder
from tests.harness.repeat import play_until_valid

pytestmark = [
    pytest.mark.slow,
    pytest.mark.needs_unshare,
    pytest.mark.needs_postgresql,
    pytest.mark.needs_root,
]

SERVICE = ROOT / "tests" / "first_hour"
LINE = re.compile(r"^    (?:\$ )?(?:v/bin/)?((?:epreuve|pytest) .*)$", re.MULTILINE)
PAGE = (ROOT / "docs/first-hour.md").read_text()
DOCTOR, INIT, REHEARSE, AUDIT, GATE, PYTEST = LINE.findall(PAGE)
SUITE = (ROOT / "docs/ci/README.md").read_text().partition("## In a pytest suite")[2]
JUNIT, BASELINE = LINE.findall(SUITE.partition("##")[0])
FOOT = "Guichet : 1 place de la Mairie, 99000 Exemple, de 9 h à 17 h. Téléphone : 01 99 00 00 00"
LIMIT = 1800  # seconds until two audits are given up: seven minutes on a quiet machine
BEGIN = """
as_postgres="setpriv --reuid=postgres --regid=postgres --clear-groups"
$as_postgres $POSTGRESQL/initdb -D $DATA/data -U postgres -A trust --no-sync > /dev/null
$as_postgres $POSTGRESQL/postgres -D $DATA/data -p 15990 -k $DATA \\
  -c listen_addresses=127.0.0.1 2>> log &
wait_for() { until (echo > /dev/tcp/127.0.0.1/$1) 2> /dev/null; do sleep 0.1; done; }
wait_for 15990
expect() { code=0; "${@:2}" || code=$?; [[ $code =~ ^($1)$ ]] || { echo "$2 $3: $code"; exit 1; }; }
"""


def write_profile(path: Path, *, foot: str = FOOT, declared: bool = True) -> None:
    """Write the profile that a reader makes of the draft."""
    profile = yaml.safe_load((SERVICE / "voirie.yaml").read_text())
    profile["power"]["env"]["FOOT"] = foot
    if not declared:
        del profile["declared"], profile["not_applicable"]
    path.write_text(yaml.safe_dump(profile, allow_unicode=True))
    copy_documents(SERVICE / "voirie.yaml", path.parent)


@contextmanager
def database(folder: Path) -> Iterator[dict[str, str]]:
    """Copy the service to a folder; yield the variables of a script that starts its database."""
    shutil.copy(SERVICE / "service.py", folder)
    data = tempfile.mkdtemp(prefix="voirie-")
    shutil.chown(data, "postgres", "postgres")
    try:
        yield {"DATA": data, "POSTGRESQL": str(postgresql_folder())}
    finally:
        shutil.rmtree(data)


def first_hour(folder: Path) -> Path:
    """Return the folder of the first hour."""
    return play_until_valid(_first_hour, folder)


def _first_hour(folder: Path) -> None:
    """Draft a profile; audit it with nothing declared; correct everything; test with pytest."""
    write_profile(folder / "voirie.yaml", foot="", declared=False)
    write_profile(folder / "corrected.yaml")
    port = INIT.rpartition(":")[2]
    with database(folder) as variables:
        run_script(
            f"""{BEGIN}
DATABASE_URL=postgresql://postgres@127.0.0.1:15990/postgres python service.py {port} 2>> log &
service=$!
wait_for {port}
{DOCTOR} > doctor
{INIT} > drafted
epreuve check service.epreuve.yaml
kill $service
wait $service || true
{REHEARSE} > rehearsed
expect '1|3' {AUDIT} --quiet 2> errors
mv corrected.yaml service.epreuve.yaml
expect 1 {PYTEST} > tested""",
            folder, LIMIT, **variables,
        )  # fmt: skip


def pytest_suite(folder: Path) -> Path:
    """Return the folder of the suite."""
    return play_until_valid(_pytest_suite, folder)


def _pytest_suite(folder: Path) -> None:
    """Test a profile with pytest; correct one thing; compare with the run before."""
    write_profile(folder / "service.epreuve.yaml", foot="")
    write_profile(folder / "corrected.yaml")
    with database(folder) as variables:
        run_script(
            f"""{BEGIN}
expect 1 {JUNIT} > tested
mv runs/pytest-* runs/before
mv corrected.yaml service.epreuve.yaml
{BASELINE} > gated""",
            folder, LIMIT, **variables,
        )  # fmt: skip


AUDITS = {"first hour": first_hour, "pytest suite": pytest_suite}
Results = dict[str, Future[Path]]


def read(run: Path) -> Assessment:
    assessment = read_assessment(run / "assessment.json")
    errors = [finding for finding in assessment.findings if finding.outcome == "error"]
    assert [f"{finding.id}: {finding.reason.en}" for finding in errors] == []
    assert assessment.run.interrupted is None
    return assessment


def test_the_first_audit_has_a_low_letter_or_none(audits: Results) -> None:
    """Nothing is declared: coverage is at the bound of a letter, and K3 caps the score."""
    first = read(audits["first hour"].result() / "runs" / "first").result
    assert first.letter in (None, "D")
    assert first.letter_note is not None
    assert "K3" in {knockout.id for knockout in first.knockouts}


def test_a_profile_among_the_tests_is_an_audit(audits: Results) -> None:
    """One test per criterion and one for the gate, with the outcomes of the report."""
    folder = audits["pytest suite"].result()
    cases = ElementTree.parse(folder / "junit.xml").findall(".//testcase")
    assert len(cases) == len(load_grid().criteria) + 1
    result = read(folder / "runs" / "before").result
    assert "K3" in {knockout.id for knockout in result.knockouts}
    assert "::gate - gate: K3: " in (folder / "tested").read_text()


def test_the_gate_passes_the_corrected_run_and_fails_the_other(
    audits: Results, tmp_path: Path
) -> None:
    """`epreuve gate` as the first hour has it, on the runs of both readers."""
    (tmp_path / "runs").mkdir()
    corrected, before = audits["first hour"].result(), audits["pytest suite"].result()
    [third] = corrected.glob("runs/pytest-*")
    (tmp_path / "runs" / "third").symlink_to(third)
    (tmp_path / "runs" / "second").symlink_to(before / "runs" / "before")
    assert read(third).result.letter is not None
    assert "no new knock-out" in run_script(GATE, tmp_path)
    reverse = GATE.replace("third", "x").replace("second", "third").replace("x", "second")
    run_script(f"code=0; {reverse} || code=$?; [ $code = 1 ]", tmp_path)


def test_the_gate_compares_with_an_earlier_run(audits: Results) -> None:
    output = (audits["pytest suite"].result() / "gated").read_text()
    assert "1 passed" in output
