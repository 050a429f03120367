"""Exports taken from a service with data export and from one without."""

import json
from pathlib import Path

from epreuve.audits.checks.durability.export_records import UserExport
from epreuve.audits.checks.durability.exports import NO_TRIES, Exports
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.execution.exports import take_exports
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.journeys.citizen import Citizen
from tests.audits.checks.exports.office import (
    CLOCK,
    FILED,
    SEED,
    WAYS,
    Office,
    filed,
    own,
    plan,
    table,
    taken,
)


def test_three_citizens_and_the_administration_export(office: Office, tmp_path: Path) -> None:
    office.answers = {
        "/export": own,
        "/tout": lambda _: (200, table(*range(FILED))),
        "/formats": lambda _: (200, b"le format"),
    }
    exports = taken(plan(office, WAYS), tmp_path)
    assert exports == Exports(Tries(3, 3), Tries(FILED, FILED), True, ("CSV", "JSON"))
    assert [path for path in office.requests if "N" in path] == [
        "/export/N0", "/export/N4", "/export/N7",
    ]  # fmt: skip


def test_no_exported_data_are_kept(office: Office, tmp_path: Path) -> None:
    office.answers = {"/export": own, "/tout": lambda _: (200, table(*range(FILED)))}
    (tmp_path / "logs").mkdir()
    rows = list(take_exports(plan(office, WAYS), CLOCK, tmp_path, filed()))
    assert Citizen(SEED, 0).name not in repr(rows)
    assert [path.name for path in tmp_path.rglob("*")] == ["logs"]
    assert all(len(row.record.sha256) == 64 for row in rows if getattr(row.record, "format", None))


def test_a_page_is_no_export_and_a_part_is_counted(office: Office, tmp_path: Path) -> None:
    office.answers = {
        "/export": lambda n: own(n) if n == "N0" else (200, f"<html>{n}</html>".encode()),
        "/tout": lambda _: (200, table(0, 1)),
    }
    exports = taken(plan(office, WAYS), tmp_path)
    assert exports.citizens == Tries(3, 1)
    assert exports.receipts == Tries(FILED, 2)
    assert exports.opaque
    assert not exports.documented


def test_the_missing_parts_of_a_citizens_file_are_named(office: Office, tmp_path: Path) -> None:
    office.answers = {
        "/export": lambda number: (200, json.dumps({"n": "X" + number}).encode()),
        "/tout": lambda _: (200, table(*range(FILED))),
    }
    exports = taken(plan(office, WAYS), tmp_path)
    assert exports.citizens == Tries(3, 0)
    assert exports.missing == ("receipt", "citizen.file", "citizen.name", "citizen.street")


def test_a_service_without_exports_has_none(office: Office, tmp_path: Path) -> None:
    exports = taken(plan(office, WAYS), tmp_path)
    assert (exports.citizens.share, exports.receipts.share) == (0, 0)
    assert exports.failures == ("status 404 where 2xx was expected",)


def test_none_in_the_profile_needs_no_request(office: Office, tmp_path: Path) -> None:
    made = plan(office, {"citizen": "none", "administrator": "none"})
    assert taken(made, tmp_path, []) == Exports(NO_TRIES, NO_TRIES, False)
    assert office.requests == []


def test_the_observation_names_the_citizen(office: Office, tmp_path: Path) -> None:
    office.answers = {"/export": own, "/tout": lambda _: (200, table(0))}
    (tmp_path / "logs").mkdir()
    rows = list(take_exports(plan(office, WAYS), CLOCK, tmp_path, filed(1)))
    assert [row.subject for row in rows] == ["documentation", "citizen", "administrator"]
    export = rows[1].record
    assert isinstance(export, UserExport)
    assert (export.journey, export.arrival, export.missing) == ("deposer", 0, ())
    assert all(isinstance(row, Observation) and row.time == 200.0 for row in rows)
