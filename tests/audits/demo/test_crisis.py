"""Suppliers during failures of power and dependencies."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest


def test_the_sober_supplier_loses_nothing_when_the_power_is_cut(start_supplier):
    supplier = start_supplier("sobre")
    piece = b"justificatif" * 500

    def file(rank):
        return type(supplier.citizen)(supplier.citizen.address).file(f"Usager {rank}", piece)

    with ThreadPoolExecutor(8) as crowd:
        pages = list(crowd.map(file, range(40)))
    supplier.cut_power()
    receipts = [page.receipt for page in pages]
    supplier.start()
    for rank, receipt in enumerate(receipts):
        assert f"Usager {rank}" in supplier.citizen.get(f"/dossiers/{receipt}").text


def test_the_fragile_supplier_loses_receipts_and_restarts_alone(start_supplier):
    supplier = start_supplier("fragile")
    receipts = [supplier.citizen.pay().receipt for _ in range(3)]
    supplier.cut_power()
    supplier.start()
    statuses = [supplier.citizen.get(f"/dossiers/{receipt}").status for receipt in receipts]
    assert 404 in statuses


def test_a_form_sent_again_after_a_power_cut_gets_the_same_receipt(start_supplier):
    supplier = start_supplier("sobre")
    token = supplier.citizen.token()
    first = supplier.citizen.file(token=token).receipt
    supplier.cut_power()
    supplier.start()
    assert supplier.citizen.file(token=token).receipt == first
    assert supplier.citizen.receipts() == [first]


def test_a_journal_torn_by_the_cut_is_read_up_to_the_tear(start_supplier, tmp_path):
    supplier = start_supplier("sobre")
    receipt = supplier.citizen.file().receipt
    supplier.cut_power()
    with (tmp_path / "sobre" / "journal.jsonl").open("ab") as journal:
        journal.write(b'0badc0de {"deposit":{"rece')
    supplier.start()
    assert supplier.citizen.receipts() == [receipt]


@pytest.mark.parametrize(
    "variable", ["GUICHET_ID", "GUICHET_SMS", "GUICHET_PAY", "GUICHET_API", "GUICHET_DB"]
)
def test_the_sober_supplier_files_while_a_dependency_is_silent(start_supplier, silence, variable):
    supplier = start_supplier("sobre", **{variable: silence})
    citizen = supplier.citizen
    citizen.patience = 4.0
    receipt = citizen.file().receipt
    paid = citizen.pay()
    assert "Accusé de réception" in paid.text
    wanted = "Paiement à régler plus tard" if variable == "GUICHET_PAY" else "Paiement accepté"
    assert wanted in paid.text
    identity = "À vérifier plus tard" if variable == "GUICHET_ID" else "Identité vérifiée"
    assert identity in citizen.get(f"/dossiers/{receipt}").text
    assert receipt in citizen.receipts()


def test_dossiers_filed_during_an_outage_are_delivered_after_it(
    start_supplier, until, third_parties, silence
):
    supplier = start_supplier("sobre", GUICHET_API=silence, GUICHET_DB=silence)
    receipt = supplier.citizen.file().receipt
    assert "Enregistré" in supplier.citizen.get(f"/dossiers/{receipt}").text
    supplier.stop()
    supplier.environment |= third_parties
    supplier.environment["GUICHET_DB"] = supplier.environment["GUICHET_DB_LISTEN"]
    supplier.start()
    until(lambda: "Transmis" in supplier.citizen.get(f"/dossiers/{receipt}").text)


def test_the_fragile_supplier_waits_for_a_silent_identity_provider(start_supplier, silence):
    supplier = start_supplier("fragile", GUICHET_ID=silence)
    supplier.citizen.patience = 2.0
    with pytest.raises(TimeoutError):
        supplier.citizen.file()


def test_the_fragile_supplier_answers_a_bare_error_without_a_third_party(start_supplier):
    supplier = start_supplier("fragile", GUICHET_PAY="127.0.0.1:9")
    page = supplier.citizen.pay()
    assert (page.status, page.text) == (500, "Erreur 500")
