"""Data export of both suppliers."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys

import pytest

from epreuve.audits.demo.__main__ import main
from epreuve.probes.pages.open_format import read_open


def test_only_the_sober_service_exports_a_complete_file(both):
    piece = os.urandom(5_000)
    for name, status in (("sobre", 200), ("fragile", 404)):
        citizen = both[name].citizen
        receipt = citizen.file("Élise Ôtée", piece).receipt
        page = citizen.get(f"/dossiers/{receipt}.json")
        assert page.status == status
        if status == 200:
            data = read_open(page.body)
            assert data is not None
            assert data.format == "JSON"
            assert data.holds(receipt)
            assert data.holds("Élise Ôtée")
            assert data.holds_file(piece)


def test_the_page_of_formats_documents_each_column(both):
    citizen = both["sobre"].citizen
    receipt = citizen.file("Ana").receipt
    page = citizen.get("/formats").text
    for name in json.loads(citizen.get(f"/dossiers/{receipt}.json").body):
        assert name in page
    assert f"/dossiers/{receipt}.json" in citizen.get(f"/dossiers/{receipt}").text
    assert both["fragile"].citizen.get("/formats").status == 404


def test_an_unknown_receipt_has_no_file(both):
    assert both["sobre"].citizen.get("/dossiers/INCONNU.json").status == 404


def test_the_commune_exports_everything_while_the_service_runs(both):
    sobre = both["sobre"]
    receipts = [sobre.citizen.file(f'Nom {rank}; "x"').receipt for rank in range(3)]
    command = [sys.executable, "-m", "epreuve.audits.demo", "sobre", "--export"]
    place = {**os.environ, "GUICHET_DATA": sobre.environment["GUICHET_DATA"]}
    done = subprocess.run(command, env=place, capture_output=True, check=True, timeout=30)
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode()), delimiter=";"))
    assert [row["numero"] for row in rows if row["nom"].startswith("Nom ")] == receipts
    assert sobre.citizen.pay("Paul").status == 200


@pytest.mark.parametrize("name", ["fragile", "sms", "sobre"])
def test_a_service_without_an_export_reports_it(name, capsys, monkeypatch):
    monkeypatch.delenv("GUICHET_DATA", raising=False)
    assert main([name, "--export"]) == 2
    assert "sobre alone has an export" in capsys.readouterr().err
