"""Words about the state of services on a status page."""

import pytest

from epreuve.audits.checks.degradation.availability_words import states_availability


@pytest.mark.parametrize(
    "text",
    [
        "Le guichet est perturbé, le téléphone répond.",
        "Guichet en ligne : perturbé par la crue",
        "Accueil téléphonique : fonctionne",
        "Le téléphone fonctionne",
        "Le portail ne fonctionne plus",
        "Le site ne répond pas",
        "Tous les services sont opérationnels",
        "Services disponibles",
        "Le service en ligne est de nouveau disponible.",
        "Les démarches sont actuellement indisponibles",
        "Paiement Opérationnel",
        "FranceConnect : disponible",
        "FranceConnect – en panne",
        "Interruption du service en ligne",
        "Service rétabli à 14 h",
        "Les démarches en ligne ont été rétablies",
        "Perturbations : guichet en ligne",
        "Aucun incident en cours",
        "The service is available.",
        "All systems operational",
        "The website is down",
        "The portal is currently unavailable",
        "Login Operational",
        "Payments: degraded",
        "The platform is working normally",
        "Disruption to the online service",
        "Online services are back up",
        "API: down",
        "Panne du standard",
        "Coupure de la téléphonie",
        "Le site est hors service",
    ],
)
def test_texts_that_state_the_availability(text: str) -> None:
    assert states_availability(text)


@pytest.mark.parametrize(
    "text",
    [
        "Download our application",
        "Downloads and services",
        "formulaires disponibles en mairie",
        "Formulaires : disponibles en mairie",
        "Les formulaires sont disponibles en mairie",
        "Le guichet propose des formulaires disponibles en mairie",
        "Notre application est disponible sur mobile",
        "Our application is available on the App Store",
        "The form is available at the town hall",
        "Documents available for download",
        "Guide disponible en téléchargement : 3 Mo",
        "Comment fonctionne le conseil municipal ?",
        "Le service fonctionne sur rendez-vous",
        "Centre Opérationnel Départemental",
        "Sign up for our newsletter",
        "Scroll down to the service",
        "Service des sports : coupe de la ville",
        "Le guichet ferme à 17 h",
        "Le guichet est fermé le samedi",
        "Keep the service up to date",
        "The website is up to date",
        "Maintenance du site : une agence",
        "Signaler une panne d’éclairage au service technique",
        "Découpé selon le modèle",
        "Bienvenue à la mairie",
        "Welcome.",
        "",
    ],
)
def test_texts_that_state_no_availability(text: str) -> None:
    assert not states_availability(text)
