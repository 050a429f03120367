"""IND – independence from third parties."""

import math
from collections import Counter

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.matrix import Cell
from epreuve.audits.checks.independence.comfort_page_probe import Slowed
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, seconds, share, text
from epreuve.audits.profile.bill_of_materials import Components
from epreuve.audits.profile.licence import is_free

SHOWN = 5  # components named in a sentence


@judgement
def ind_1(indispensable_hosts: tuple[str, ...]) -> Measure:
    """How many third parties break a critical journey when they are silent."""
    names = ", ".join(indispensable_hosts)
    return Measure(
        float(len(indispensable_hosts)),
        text(str(len(indispensable_hosts)), str(len(indispensable_hosts))),
        text(
            f"Indispensables : {names}." if names else "Aucun tiers n'est indispensable.",
            f"Indispensable: {names}." if names else "No third party is indispensable.",
        ),
        "attempt: cells `*:silent` of third parties, less than half completed",
    )


@judgement
def ind_2(without_identity: tuple[Cell, ...]) -> Measure:
    """Share of success with the identity provider silent."""
    return _success(without_identity, "l'identification", "identity")


@judgement
def ind_3(without_codes: tuple[Cell, ...]) -> Measure:
    """Share of success with the SMS and mail gateways silent."""
    return _success(without_codes, "les SMS", "text messages")


@judgement
def ind_4(without_payment: tuple[Cell, ...]) -> Measure:
    """Share of requests filed and numbered with the payment provider silent."""
    tried = sum(cell.tried for cell in without_payment)
    numbered = sum(cell.acknowledged for cell in without_payment)
    return Measure(
        numbered / tried,
        share(numbered / tried, numbered, tried),
        text(
            f"{numbered} démarches sur {tried} ont reçu un numéro, paiement muet.",
            f"{numbered} of {tried} journeys were numbered, payment silent.",
        ),
        "attempt: receipts given in the cells `*:silent` of set PAY",
    )


def _success(cells: tuple[Cell, ...], fr: str, en: str) -> Measure:
    tries = Tries(sum(c.tried for c in cells), sum(c.completed for c in cells))
    return Measure(
        tries.share,
        share(tries.share, tries.succeeded, tries.tried),
        text(
            f"{tries.succeeded} démarches sur {tries.tried} ont abouti sans {fr}.",
            f"{tries.succeeded} of {tries.tried} journeys succeeded without {en}.",
        ),
        "attempt: witnesses begun in the silent cells of that set",
        counted=(tries.succeeded, tries.tried),
    )


@judgement
def ind_5(slowed_pages: tuple[Slowed, ...]) -> Measure:
    """Seconds that silent comfort third parties add before a page is useful, the worst page."""
    worst = max(slowed_pages, key=lambda each: each.added)
    shown, endless = seconds(worst.added), math.isinf(worst.added)
    return Measure(
        worst.added,
        shown if endless else text(f"+ {shown.fr}", f"+ {shown.en}"),
        text(
            f"La page la plus touchée : {worst.path}"
            + ("; pas utile quand on a cessé d'attendre." if endless else "."),
            f"The page that suffers most: {worst.path}"
            + ("; not useful when we stopped waiting." if endless else "."),
        ),
        "observation: probe `comfort page` against `page`, useful",
    )


@judgement
def ind_6(observed_hosts: frozenset[str], declared_hosts: frozenset[str]) -> Measure:
    """Share of the third-party hosts seen by the browser that the profile declares."""
    known = observed_hosts & declared_hosts
    if not observed_hosts:
        return Measure(
            1.0,
            text("aucun tiers", "no third party"),
            text(
                "Les pages des démarches ne chargent rien d'un autre hôte.",
                "The pages of the journeys load nothing from another host.",
            ),
            "observation: probe `page`, third_parties",
        )
    value = len(known) / len(observed_hosts)
    missing = ", ".join(sorted(observed_hosts - declared_hosts))
    return Measure(
        value,
        share(value, len(known), len(observed_hosts)),
        text(
            f"Non déclarés : {missing}." if missing else "Tous les hôtes vus sont déclarés.",
            f"Not declared: {missing}." if missing else "Every host seen is declared.",
        ),
        "observation: probe `page`, third_parties",
    )


@judgement
def ind_8(components: Components, published: str) -> Measure:
    """Share of the components listed that carry a free licence; is the service's code shown?"""
    free = sum(len(names) for licence, names in components.licences.items() if is_free(licence))
    listed = sum(map(len, components.licences.values()))
    others = [
        f"{name} ({licence or '—'})"
        for licence, names in components.licences.items()
        if not is_free(licence)
        for name in names
    ]
    code = text(
        f" Le service montre publiccode.yml : {published}."
        if published
        else " Le service ne montre pas de publiccode.yml.",
        f" The service shows publiccode.yml: {published}."
        if published
        else " The service shows no publiccode.yml.",
    )
    told = ", ".join(others[:SHOWN]) + (f", … ({len(others)})" if len(others) > SHOWN else "")
    return Measure(
        free / listed,
        share(free / listed, free, listed),
        text(
            f"Nomenclature {components.file} : {free} composants sur {listed} portent une licence "
            "libre (OSI ou FSF)" + (f"; pas les autres : {told}." if others else ".") + code.fr,
            f"Bill of materials {components.file}: {free} of {listed} components carry a free "
            "licence (OSI or FSF)" + (f"; not the others: {told}." if others else ".") + code.en,
        ),
        f"plan: components, sha256:{components.sha256}; observation: probe `publiccode`",
        kind="declared",  # the operator's own document, read by us
        evidence_level="documented",
    )


@judgement
def ind_9(providers: dict[str, str]) -> Measure:
    """Share of the places that the largest provider holds."""
    held = Counter(providers.values())
    largest, most = max(held.items(), key=lambda each: (each[1], each[0]))
    places = ", ".join(place for place, name in providers.items() if name == largest)
    several = text(
        f"Le plus gros fournisseur, {largest}, tient {most} fonctions sur {len(providers)} : "
        f"{places}.",
        f"The largest provider, {largest}, holds {most} of {len(providers)} functions: {places}.",
    )
    value = most / len(providers)
    return Measure(
        value,
        text(f"{most} sur {len(providers)}", f"{most} of {len(providers)}"),
        several if most > 1 else text("Chacune a le sien.", "Each has its own provider."),
        "profile: provider, addresses of service, status_page and dependencies",
        kind="declared",
        evidence_level="documented",
    )
