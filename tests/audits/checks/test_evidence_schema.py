"""The schema of evidence has every kind and field; the queries of its page run."""

import ast
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from epreuve.audits.checks.evidence_schema import evidence_schema
from epreuve.audits.checks.registry import load_checks
from epreuve.audits.cli.schema import command
from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.probes.evidence.observation import record_kinds

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^```sql\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("view", ["request", "attempt", "observation"])
def test_the_page_describes_every_column_of_a_view(view: str) -> None:
    section = PAGE.split(f"### `{view}`\n")[1].split("\n#")[0]
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| (.+) \|$", section, re.MULTILINE)
    columns = evidence_schema()["$defs"][view]["properties"]
    assert rows == [(name, column["description"]) for name, column in columns.items()]


def test_the_schema_has_every_kind_with_its_record() -> None:
    done = CliRunner().invoke(command, ["evidence"], catch_exceptions=False)
    schema = json.loads(done.output)
    kinds = {
        kind["properties"]["kind"]["const"]: kind["properties"]["record"]["contentSchema"]["$ref"]
        for kind in schema["$defs"]["observation"]["oneOf"]
    }
    assert set(kinds) == set(record_kinds())
    assert all(ref.rpartition("/")[2] in schema["$defs"] for ref in kinds.values())
    assert "description" in schema["$defs"]["PowerOff"]["properties"]["duration"]
    assert "description" in schema["$defs"]["Confirmation"]["properties"]["upstream"]


def decorated() -> Iterator[str]:
    """Kinds that the source registers, read without importing it."""
    for package in ("audits", "probes"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for decorator in node.decorator_list if isinstance(node, ast.ClassDef) else ():
                    if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == (
                        "record_kind"
                    ):
                        yield ast.literal_eval(decorator.args[0])


def test_loading_the_checks_registers_every_kind_of_the_source() -> None:
    load_checks()
    assert sorted(decorated()) == sorted(record_kinds())


def test_there_are_four_queries() -> None:
    assert len(QUERIES) == 4


@pytest.mark.parametrize("query", QUERIES)
def test_the_queries_of_the_page_give_rows(good_run: RunFolder, plan: Plan, query: str) -> None:
    with sqlite3.connect(good_run.evidence) as database:
        # A function of the program `sqlite3`; the page has the name of its own folder.
        database.create_function("readfile", 1, lambda _: good_run.plan.read_text())
        rows = database.execute(query).fetchall()
    database.close()
    assert rows
    assert all(value is not None for row in rows for value in row)
    if "fault begin" in query:
        assert {row[3] for row in rows if row[1] == "fault begin"} == {
            span.fault.kind for span in plan.spans
        }


def test_the_views_have_the_columns_of_the_schema(good_run: RunFolder) -> None:
    schema = json.loads(CliRunner().invoke(command, ["evidence"]).output)["$defs"]
    with sqlite3.connect(good_run.evidence) as database:
        for view in ("request", "attempt", "observation"):
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({view})")]
            assert columns == list(schema[view]["properties"])
    database.close()
