"""Contract of both suppliers while all dependencies work."""

from __future__ import annotations

import hashlib
import os
import re
import socket
from http.client import HTTPConnection

import pytest


def test_public_pages_follow_the_contract(supplier):
    citizen = supplier.citizen
    assert "Vos démarches" in citizen.get("/").text
    assert "/demarches/acte" in citizen.get("/").text
    assert "Numéros utiles" in citizen.get("/urgence").text
    assert citizen.get("/sante").body == b"ok"
    assert citizen.get("/nulle-part").status == 404
    assert citizen.post("/nulle-part", a="b").status == 404


def test_a_certificate_is_filed_with_its_attachment_and_followed_to_the_back_office(
    supplier, until
):
    citizen, piece = supplier.citizen, os.urandom(30_000)
    page = citizen.file("Zoé Été", piece)
    assert "Accusé de réception" in page.text
    receipt = page.receipt
    page = citizen.get(f"/dossiers/{receipt}")
    for said in ("Zoé Été", "Naissance", hashlib.sha256(piece).hexdigest()):
        assert said in page.text
    until(lambda: "Transmis au service" in citizen.get(f"/dossiers/{receipt}").text)
    assert citizen.receipts("Zoé Été") == [receipt]


def test_a_fee_is_paid(supplier):
    page = supplier.citizen.pay("Paul Payeur")
    assert "Accusé de réception" in page.text
    assert "Paiement accepté" in page.text
    dossier = supplier.citizen.get(f"/dossiers/{page.receipt}")
    assert "Paiement accepté" in dossier.text


def test_the_first_form_sets_the_fee_and_an_invalid_fee_is_refused(both):
    citizen = both["sobre"].citizen
    token = citizen.token("/demarches/cantine")
    first = citizen.post("/demarches/cantine", jeton=token, nom="Ana", montant="90")
    again = citizen.post("/demarches/cantine", jeton=token, nom="Ana", montant="1")
    assert first.receipt == again.receipt
    assert "90 €" in again.text
    assert citizen.post("/demarches/cantine", jeton="a", nom="Ana", montant="gratis").status == 400


def test_an_unknown_receipt_is_not_found(supplier):
    assert supplier.citizen.get("/dossiers/INCONNU").status == 404


def test_names_are_escaped(supplier):
    receipt = supplier.citizen.file("<b>Éva</b> d'Août").receipt
    page = supplier.citizen.get(f"/dossiers/{receipt}")
    assert "<b>Éva" not in page.text
    assert "Éva&lt;/b&gt; d'Août" in page.text


@pytest.mark.parametrize(
    "request_head",
    [
        b"GET http://[ HTTP/1.1",
        b"GET /%ff%00?%=&&= HTTP/1.1\r\nCookie: \xff;;=",
        b"POST /connexion HTTP/1.1",
        b"POST /connexion HTTP/1.1\r\nContent-Length: -5",
        b"POST /demarches/acte HTTP/1.1\r\nContent-Length: 999999999999",
        b"nonsense",
    ],
)
def test_an_invalid_request_gets_an_error_page(supplier, request_head):
    host, _, port = supplier.environment["GUICHET_LISTEN"].rpartition(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(request_head + b"\r\n\r\n")
        assert connection.recv(13)[:10] == b"HTTP/1.1 4"
    assert supplier.citizen.get("/urgence").status == 200


def test_an_incomplete_form_is_refused(supplier):
    assert supplier.citizen.post("/connexion", jeton="x").status == 400


def test_one_form_sent_twice_is_one_file_when_sober_and_two_when_fragile(both):
    for name, expected in (("sobre", 1), ("fragile", 2)):
        citizen = both[name].citizen
        token = citizen.token()
        receipts = {citizen.file("Double Clic", token=token).receipt for _ in range(2)}
        assert len(receipts) == expected
        assert sorted(citizen.receipts("Double Clic")) == sorted(receipts)


def test_sober_pages_are_small_and_self_contained(both):
    citizen = both["sobre"].citizen
    for path in ("/", "/urgence", "/demarches/acte", "/demarches/cantine", "/suivi"):
        page = citizen.get(path)
        assert len(page.body) < 8_000
        assert "<script" not in page.text
        assert not re.search(r"""(src|href)=["']?(https?:)?//""", page.text)
        assert "@media print" in page.text


def test_every_sober_page_has_a_telephone_number_and_an_address(both):
    citizen = both["sobre"].citizen
    receipt = citizen.file("Pied De Page").receipt
    pages = [
        citizen.get(path)
        for path in ("/", "/urgence", "/demarches/acte", "/suivi", f"/dossiers/{receipt}", "/rien")
    ]
    pages += [citizen.post("/demarches/acte"), citizen._ask("BREW", "/", None, {})]
    assert [page.status for page in pages] == [200] * 5 + [404, 400, 501]
    for page in pages:
        assert "01 99 00 12 34" in page.text
        assert "1 place de la Mairie" in page.text


def test_fragile_pages_are_heavy_and_lean_on_others(both, third_parties):
    citizen = both["fragile"].citizen
    home = citizen.get("/")
    assert 100_000 < len(home.body) < 140_000
    assert third_parties["GUICHET_CDN"] in home.text
    assert third_parties["GUICHET_MAP"] in home.text
    assert "01 99 00 12 34" in home.text
    assert "01 99 00 12 34" not in citizen.get("/demarches/acte").text
    photo = citizen.get("/images/bandeau.png")
    assert 500_000 < len(photo.body) < 700_000
    assert photo.headers["cache-control"] == "no-store"


def test_a_second_visit_to_a_sober_page_costs_no_page(both):
    citizen = both["sobre"].citizen
    first = citizen.get("/urgence")
    again = citizen.get("/urgence", **{"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_only_the_sober_supplier_keeps_connections(both):
    for name, closes in (("sobre", False), ("fragile", True)):
        connection = HTTPConnection(both[name].environment["GUICHET_LISTEN"], timeout=5)
        connection.request("GET", "/urgence")
        response = connection.getresponse()
        assert response.will_close is closes
        connection.close()
