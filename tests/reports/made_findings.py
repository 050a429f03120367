"""Findings of a specimen, one per row of `grid.csv`, and their result."""

import csv
import random
from pathlib import Path
from typing import Any

from epreuve.reports.assessment import (
    FamilyScore,
    Finding,
    Knockout,
    PhaseScore,
    Result,
)
from epreuve.reports.letters import letter_of
from epreuve.reports.text import Text

GRID = Path(__file__).with_name("grid.csv")
FAMILIES = {
    "CON": ("Continuité sous affluence", "Continuity under surge", 15),
    "DEG": ("Dégradation maîtrisée", "Graceful degradation", 15),
    "FRU": ("Frugalité et bas débit", "Frugality and low bandwidth", 13),
    "IND": ("Indépendance vis-à-vis des tiers", "Independence from third parties", 13),
    "DAT": ("Durabilité et portabilité des données", "Data durability and portability", 13),
    "REC": ("Reprise", "Recovery", 11),
    "HUM": ("Relais humain et capacitation", "Human fallback and skills", 10),
    "TER": ("Ancrage territorial", "Locality and decentralisation", 5),
    "GOV": ("Gouvernance et apprentissage", "Governance and learning", 5),
}


def made_findings(rng: random.Random, skill: float, unknown: int) -> tuple[Finding, ...]:
    with GRID.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    unassessed = set(rng.sample(range(len(rows)), unknown))
    totals = {
        code: sum(float(r["weight"]) for r in rows if r["id"][:3] == code) for code in FAMILIES
    }
    findings = []
    for index, row in enumerate(rows):
        noise = rng.uniform(-0.35, 0.35)
        score = round(min(1.0, max(0.0, skill + noise)) * 100, 2)
        outcome = "inconclusive" if index in unassessed else "scored"
        if row["id"] == "IND-4":
            outcome = "not_applicable"
        findings.append(_finding(row, outcome, score, totals[row["id"][:3]]))
    return tuple(findings)


def _finding(row: dict[str, str], outcome: Any, score: float, total: float) -> Finding:
    known = outcome == "scored"
    weight = float(row["weight"])
    family = row["id"][:3]
    reasons = {
        "scored": (
            f"{score:.0f} essais sur 100 ont abouti pendant l’étape « afflux » ; les autres ont "
            "attendu plus de 30 s ou reçu une erreur 503.",
            f"{score:.0f} attempts of 100 succeeded during the surge stage; the others waited "
            "for more than 30 s or got an error 503.",
        ),
        "inconclusive": (
            "Aucune dépendance déclarée ne passe par un proxy : aucune observation.",
            "No declared dependency goes through a proxy: no observation.",
        ),
        "not_applicable": ("Aucun paiement en ligne.", "No online payment."),
    }
    shown = f"{score:.0f} % ({score:.0f} sur 100)" if known else "–"
    return Finding(
        id=row["id"],
        family=family,
        title=Text(fr=row["title_fr"], en=row["title_en"]),
        phases=tuple(row["phases"].split()),  # type: ignore[misc]
        kind=row["kind"],  # type: ignore[arg-type]
        weight=weight,
        measure=Text(fr=row["measure_fr"], en=row["measure_en"]),
        curve=Text(fr=row["curve_fr"], en=row["curve_en"]),
        outcome=outcome,
        score=score if known else None,
        value=score / 100 if known else None,
        unit="share",
        shown=Text(fr=shown, en=shown.replace(" %", "%").replace("sur", "of")),
        reason=Text(fr=reasons[outcome][0], en=reasons[outcome][1]),
        evidence=Text(
            fr=f"`attempt` : démarches de la fenêtre `{family.lower()}`.",
            en=f"`attempt`: journeys of the window `{family.lower()}`.",
        ),
        to_gain=(100 - score) * weight / total * FAMILIES[family][2] / 100 if known else 0,
        effort=int(row["effort"]),
        recommendation=Text(fr=row["advice_fr"], en=row["advice_en"]),
        sources=tuple(f"{source} [S]" for source in row["sources"].split(";")),
    )


def made_result(findings: tuple[Finding, ...], knockouts: tuple[Knockout, ...]) -> Result:
    families = tuple(_family(code, findings) for code in FAMILIES)
    known = [f for f in families if f.score is not None]
    total = sum(f.weight for f in known)
    mean = sum((f.score or 0) * f.weight for f in known) / total
    weakest = min(f.score or 0 for f in known if f.weight >= 10)
    coverage = sum(f.weight * f.coverage for f in families) / 100
    free = 0.75 * mean + 0.25 * weakest
    score = min([free, *[k.cap for k in knockouts]])
    ranked = coverage >= 0.6
    note = Text(
        fr="Non classé : moins de 60 % de la grille a pu être évaluée.",
        en="Not ranked: under 60% of the grid could be assessed.",
    )
    return Result(
        letter=letter_of(score) if ranked else None,
        letter_note=None if ranked else note,
        letter_without_knockouts=letter_of(free) if ranked else None,
        score=score,
        floor=score * coverage,
        ceiling=min(100.0, score * coverage + 100 * (1 - coverage)),
        coverage=coverage,
        caps=(),
        knockouts=knockouts,
        phases=tuple(
            PhaseScore(phase=phase, score=score + shift, letter=letter_of(score + shift))  # type: ignore[arg-type]
            for phase, shift in (("before", 9.0), ("during", -6.5), ("after", 2.0))
        ),
        families=families,
    )


def _family(code: str, findings: tuple[Finding, ...]) -> FamilyScore:
    fr, en, weight = FAMILIES[code]
    mine = [f for f in findings if f.family == code and f.outcome != "not_applicable"]
    known = [f for f in mine if f.score is not None]
    assessed = sum(f.weight for f in known)
    score = sum((f.score or 0) * f.weight for f in known) / assessed if known else None
    note = Text(
        fr="Plafonnée à 50 : rien n’y a été mesuré.", en="Capped at 50: nothing was measured."
    )
    return FamilyScore(
        code=code,
        title=Text(fr=fr, en=en),
        weight=weight,
        score=score,
        coverage=assessed / sum(f.weight for f in mine),
        note=note if score is None else None,
    )
