"""Phone numbers as pages write them, and numbers that are no phone numbers."""

import pytest

from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.pages.human_channel import channel_in

FRENCH_PHONES = [
    "Numéro vert 0 800 123 456",
    "0 800 123 456 Service & appel gratuits",
    "0 809 401 401",
    "0809 401 401",
    "N° Azur 0 810 123 456",
    "0 970 80 90 10",
    "09 70 80 90 10",
    "0 892 70 12 39 (0,50 €/min)",
    "+33 (0)1 23 45 67 89",
    "+33(0)123456789",
    "0033 1 23 45 67 89",
    "Mairie 01.23.45.67.89",
    "Accueil 01-23-45-67-89",
    "(01) 23 45 67 89",
    "01 23 45 67 89 24 h/24",
    "01 23 45 67 89 9 h à 17 h",
    "01 23 45 67 89 01 23 45 67 88",
    "BP 12345 01 23 45 67 89",
    "0 800 123 456 7 j/7",
    "Suivi de votre dossier : 01 23 45 67 89",
    "Pour toute question sur votre demande : 01 23 45 67 89",
    "Saint-Denis, 0262 40 12 34",
    "Pointe-à-Pitre, 0590 82 12 34",
    "Appelez le 3939",
    "Composez le 36 46",
    "Allô Service Public au 39 39",
    "Tél. : 118 712",
    "Bruxelles, 02/279.22.11",
    "Namur 081/24 60 60",
    "Numéro gratuit 0800 12 345",
    "Berne, 031 322 21 11",
    "0848 123 456",
    "Téléphone : 4796-2728",
    "+352 4796-2728",
    "Montréal, 514 872-0311",
    "514.872.0311",
    "1 866 555-0123",
    "Téléphone : 27 31 15",
    "Tél. 24 10 15",
    "Appelez le 28 24 25 (Nouméa)",
    "Tél. 27.31.15",
    "Tél : 40 41 57 00 (Papeete)",
    "Tél : 40 12 20 26",
    "Tél : 40.12.20.26",
    "Tél/Fax : 02 99 12 34 57",
    "Téléphone et fax : 02 99 12 34 57",
    "Tél. : 02 99 12 34 56 - Fax : 02 99 12 34 57",
    "Fax : 02 99 12 34 57 - Tél. : 02 99 12 34 56",
    "Envoyez un fax ou appelez le 02 99 12 34 56",
    "Mairie de Saint-Denis - 02 62 40 00 00",
    "Accueil de la mairie, 06 92 12 34 56",
    "Guichet 02.62.40.00.00",
    "Mairie de Cayenne 05 94 29 51 50",
    "Mairie de Pointe-à-Pitre : 05.90.93.85.85",
    "Guichet.lu (+352) 247-82 000",
    "Mairie : 01‑40‑20‑50‑50",
    "Mairie : 01·40·20·50·50",
    "Pour votre dossier : 01 40 20 50 50",
    "Service commande 01 40 20 50 50",
    "Une question sur votre demande ? 01 40 20 50 50",
    "☎ 27 31 15",
    "☎️ 27 31 15",
    "📞 40 41 57 00",
    "Mairie 0140205050",
    "Ligne directe 0140205050",
    "Une question ? 0140205050",
    "1 rue des Essais, 35000 Rennes 0140205050",
    "mairie@ville.example - 0140205050",
    "0140205050 (appel gratuit)",
]
ENGLISH_PHONES = [
    "(020) 7946 0958",
    "020 7946 0958",
    "0300 123 4567",
    "0800 800 800",
    "0113 222 4444",
    "+44 (0)20 7946 0958",
    "Dublin, 01 679 2222",
    "(202) 555-0123",
    "202.555.0123",
    "1-800-555-0123",
    "Dial 111",
    "Phone: 01632 960 123",
    "For questions about your application: 020 7946 0958",
    "Fax or phone: 020 7946 0958",
    "Tel/fax: 020 7946 0958",
]
NO_FRENCH_PHONES = [
    "Dossier 0123456789",
    "Dossier n° 01 23 45 67 89",
    "Numéro de dossier : 0123456789",
    "Votre demande n° 0123456789",
    "Référence : 0123456789",
    "Réf. 514-872-0311",
    "Version 012-345-6789",
    "ISBN 012 3456 7890",
    "ISBN : 0123456789",
    "Numéro de dossier 3939",
    "SIREN 123 456 789",
    "SIRET 123 456 789 01234",
    "RCS Paris 552 100 554",
    "Numéro d’entreprise 0207.373.429",
    "Facture 0102030405",
    "IBAN FR76 3000 6000 0112 3456 7890 189",
    "Capital de 1 000 000 000 euros",
    "1 234 567 890 visites",
    "le 01/02/2026 à 10 h",
    "du 01.02.2026 au 03.04.2026",
    "Mis à jour le 2026-11-29 10:12",
    "Appelez le 20 11 2026",
    "Appelez avant le 15 novembre",
    "Appelez en 2026",
    "0123456789012345",
    "5148720311",
    "3646 demandes",
    "Pompiers : 18 interventions",
    "0,1234567890",
    "Appelez le 20/11/26",
    "Appelez le 20.11.26",
    "Appelez le 2026 11 20",
    "Fax : 02 99 12 34 57",
    "Fax 02 99 12 34 57",
    "Télécopie 02 99 12 34 57",
    "Télécopieur : 02.99.12.34.57",
    "02 99 12 34 57 (fax)",
    "Tél. : en panne. Fax : 02 99 12 34 57",
    "Token 0298765432",
    "Jeton : 0298765432",
    "📠 02 99 12 34 57",
    "Reçu n° 06 12 34 56 78",
    "Appelez le 15 en cas d’urgence",
    "Urgences : 112",
    "Urgences : tel:112",
    "En cas d’urgence, appelez le 114 (SMS) ou le 115",
    "Enfance en danger : appelez le 119",
    "Police : 17, pompiers : 18",
    "Appelez le 116 000",
    "Violences : appelez le 39 19",
    "Votre numéro de suivi : 0123456789",
    "Numéro de suivi : 01 23 45 67 89",
    "Enregistrée sous le numéro 0140205050",
    "Pour suivre votre demande : 0140205050",
    "Numéro d'enregistrement : 0140205050",
    "Numéro d'enregistrement : 01 40 20 50 50",
    "Document 0140205050",
    "Votre numéro : 0140205050",
    "Mairie de Rennes. Votre numéro : 0140205050",
    "Mairie de Rennes, votre demande : 0140205050",
    "Merci ! 0140205050",
    "Trace 0123456789",
]
NO_ENGLISH_PHONES = [
    "Call 999 in an emergency",
    "Dial 911",
    "Call 116 123",
    "ISBN 012 3456 7890",
    "Version 012-345-6789",
    "Case 020 7946 0958",
    "Order no. 202-555-0123",
    "Reference number: 02079460958",
    "Your application number is 0123456789",
    "123-456-7890",
    "29-11-2026 10.12",
    "2019-2020-2021",
    "10,000,000,000",
    "999 requests",
    "Call before 2026",
    "Call on 11/29/2026",
    "Fax: 020 7946 0958",
    "Fax number: 020 7946 0958",
    "Key: 02079460958",
]


@pytest.mark.parametrize("text", FRENCH_PHONES)
def test_phones_of_french_pages(text: str) -> None:
    assert channel_in(text, ["fr"]).phone


@pytest.mark.parametrize("text", ENGLISH_PHONES)
def test_phones_of_english_pages(text: str) -> None:
    assert channel_in(text, ["en"]).phone


@pytest.mark.parametrize("text", NO_FRENCH_PHONES)
def test_numbers_of_french_pages_that_are_no_phone(text: str) -> None:
    assert not channel_in(text, ["fr"]).phone


@pytest.mark.parametrize("text", NO_ENGLISH_PHONES)
def test_numbers_of_english_pages_that_are_no_phone(text: str) -> None:
    assert not channel_in(text, ["en"]).phone


@pytest.mark.parametrize("text", [*NO_FRENCH_PHONES, *NO_ENGLISH_PHONES])
def test_numbers_that_are_no_phone_in_any_language(text: str) -> None:
    assert not channel_in(text).phone


@pytest.mark.parametrize("words", ["Vous : {}", "Téléphone : {} 112", "{} - 24 dossiers", "{}/{}"])
def test_an_echoed_number_of_the_user_is_not_the_service_s(words: str) -> None:
    user = Citizen(7, 3, "ab")
    compact = user.phone.replace(" ", "")
    spellings = [user.phone, compact, f"+33 (0){compact[1:]}", f"0033{compact[1:]}"]
    spellings.append(user.phone.replace(" ", "‑"))
    spellings.append(f"0 {compact[1:4]} {compact[4:7]} {compact[7:]}")
    for one in spellings:
        text = words.format(one, one)
        assert not channel_in(text, ["fr"], [user]).phone
        assert channel_in(f"{text}. Mairie : 0 800 123 456", ["fr"], [user]).phone
