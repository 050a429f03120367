"""Demonstration service on a real PostgreSQL."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psycopg
import pytest

from epreuve.audits.demo.dossier import Dossier, digest_of, now
from epreuve.audits.demo.register import RegisterError
from epreuve.audits.demo.register_postgresql import PostgresqlRegister

pytestmark = pytest.mark.needs_postgresql


def dossier(receipt, name="Zoé"):
    return Dossier(receipt, f"token-{receipt}", "acte", name, "Naissance", now())


def test_a_register_stores_each_dossier_once(database_url):
    register, piece = PostgresqlRegister(database_url, 5), os.urandom(1000)
    first = dossier("UN")
    register.put(first, piece)
    register.put(replace(first, subject="autre"), b"")
    assert register.get("UN") == replace(first, digest=digest_of(piece))
    register.mark("UN", transmitted=True, paid=True)
    assert register.by_name("Zoé") == [
        replace(first, digest=digest_of(piece), transmitted=True, paid=True)
    ]
    assert register.get("INCONNU") is None
    assert len(register.news()) == 3


def test_processes_that_start_together_make_one_schema(database_url):
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS dossier, news")
    with ThreadPoolExecutor(6) as crowd:
        registers = [PostgresqlRegister(database_url, 5) for _ in range(6)]
        assert [len(news) for news in crowd.map(PostgresqlRegister.news, registers)] == [3] * 6


def test_a_database_that_does_not_answer_is_given_up(database_url, silence):
    register = PostgresqlRegister(database_url, 0.5)
    register.put(dossier("DEUX"), b"")
    with psycopg.connect(database_url) as blocker:
        blocker.execute("LOCK TABLE dossier IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(RegisterError):
            register.put(dossier("TROIS"), b"")
    with pytest.raises(RegisterError):
        PostgresqlRegister(f"postgresql://guichet@{silence}/postgres", 0.5).news()


@pytest.mark.parametrize("name", ["sobre", "fragile"])
def test_the_journeys_run_on_postgresql(start_supplier, database_url, until, name):
    supplier = start_supplier(name, DATABASE_URL=database_url)
    citizen, who, piece = supplier.citizen, f"Usager {name}", os.urandom(5000)
    filed = citizen.file(who, piece).receipt
    paid = citizen.pay(who).receipt
    if name == "sobre":
        until(lambda: {filed, paid} <= stored(database_url, who))
    supplier.stop()
    assert stored(database_url, who) == {filed, paid}
    supplier.start()
    page = citizen.get(f"/dossiers/{filed}")
    assert digest_of(piece) in page.text
    until(lambda: "Transmis au service" in citizen.get(f"/dossiers/{filed}").text)
    assert sorted(citizen.receipts(who)) == sorted([filed, paid])


def stored(url, name):
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT receipt FROM dossier WHERE name = %s", (name,))
        return {receipt for (receipt,) in rows.fetchall()}


def test_the_sober_supplier_files_while_postgresql_is_silent(start_supplier, silence):
    supplier = start_supplier("sobre", DATABASE_URL=f"postgresql://guichet@{silence}/postgres")
    supplier.citizen.patience = 4.0
    receipt = supplier.citizen.file().receipt
    assert receipt in supplier.citizen.receipts()
