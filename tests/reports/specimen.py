"""Assessments as a real run would leave them: 60 criteria, a crisis of four minutes."""

import csv
import random
from pathlib import Path
from typing import Any

from epreuve.reports.assessment import (
    Assessment,
    Bench,
    Cell,
    Crisis,
    Fact,
    FamilyScore,
    Finding,
    Generator,
    Grid,
    Knockout,
    PhaseScore,
    Receipts,
    Recovery,
    Result,
    Run,
    Seen,
    Series,
    Service,
    Span,
    Timeline,
    Window,
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
    "HUM": ("Relais humain et capacitation", "Human fallback and capacitation", 10),
    "TER": ("Ancrage territorial", "Locality and decentralisation", 5),
    "GOV": ("Gouvernance et apprentissage", "Governance and learning", 5),
}


def good() -> Assessment:
    """A frugal, static-first service: B."""
    return _assessment("Atelier du Libre", skill=0.86, unknown=4)


def bad() -> Assessment:
    """A heavy portal that loses receipts: capped at E, where its mean is a D."""
    knockouts = (
        Knockout(
            id="K1",
            criterion="DAT-1",
            cap=39,
            sentence=Text(
                fr="Des démarches confirmées ont été perdues.",
                en="Submissions that were confirmed were lost.",
            ),
        ),
        Knockout(
            id="K5",
            criterion="IND-2",
            cap=69,
            sentence=Text(
                fr="Si FranceConnect tombe, tout s'arrête.",
                en="If FranceConnect fails, everything stops.",
            ),
        ),
    )
    return _assessment("Portail Intégral", skill=0.42, unknown=9, knockouts=knockouts)


def unranked() -> Assessment:
    """A service seen from outside only: too little is known for a letter."""
    return _assessment("Hébergeur Lointain", skill=0.6, unknown=38)


def hostile() -> Assessment:
    """A service that answers with markup, bidi and control characters, and a 1 MB string."""
    attack = (
        "<script>alert(1)</script>\"'&\u202egnp.exe\u2066\x1b[31m\x00|`*_[a](javascript:x)\r\n# h"
    )
    told = Text(fr=attack, en=attack)
    document = bad()
    findings = [f.model_copy(update={"reason": told, "shown": told}) for f in document.findings]
    findings[0] = findings[0].model_copy(
        update={"reason": Text(fr="é" * 1_000_000, en="x" * 1_000_000), "evidence": attack}
    )
    cells = (Cell(journey=attack, dependency=attack, mode="slow", tried=9, completed=3, p95=1.5),)
    return document.model_copy(
        update={
            "service": Service(
                name=attack,
                operator=attack,
                supplier=attack,
                address=attack,
                environment_ratio=attack,
            ),
            "findings": tuple(findings),
            "matrix": cells,
            "warnings": (told,),
            "run": document.run.model_copy(update={"interrupted": attack}),
        }
    )


def bare() -> Assessment:
    """A run interrupted at once: nothing is known, and every list that may be empty is."""
    document = unranked()
    nothing = Series(step=1, asked=(), started=(), succeeded=(), failed=(), p50=(), p95=())
    unknown = [
        f.model_copy(update={"score": None, "coverage": 0}) for f in document.result.families
    ]
    return document.model_copy(
        update={
            "run": document.run.model_copy(
                update={"duration": 0, "interrupted": "Ctrl-C", "started": "?"}
            ),
            "crisis": document.crisis.model_copy(update={"facts": (), "assumptions": ()}),
            "bench": document.bench.model_copy(
                update={
                    "cannot": (),
                    "power": "none",
                    "baseline_gap": None,
                    "generator": Generator(intended=0, started=0, lag_p99=0, cpu=0, requests=0),
                }
            ),
            "result": document.result.model_copy(
                update={
                    "letter_note": None,
                    "score": None,
                    "floor": 0.0,
                    "ceiling": 100.0,
                    "coverage": 0.0,
                    "phases": tuple(
                        PhaseScore(phase=phase, score=None, letter=None)  # type: ignore[arg-type]
                        for phase in ("before", "during", "after")
                    ),
                    "families": tuple(unknown),
                }
            ),
            "findings": (),
            "timeline": Timeline(duration=0, windows=(), spans=(), series=nothing),
            "matrix": (),
            "receipts": Receipts(
                acknowledged=0, audited=0, lost=0, altered=0, duplicated=0, upper_bound=None
            ),
            "recoveries": (),
            "not_tested": (),
            "objectives": (),
        }
    )


def _assessment(
    supplier: str, skill: float, unknown: int, knockouts: tuple[Knockout, ...] = ()
) -> Assessment:
    rng = random.Random(20261121)
    findings = _findings(rng, skill, unknown)
    result = _result(findings, knockouts)
    losses = 3 if any(k.id == "K1" for k in knockouts) else 0
    return Assessment(
        run=Run(
            id=f"2026-11-21-crue-{supplier.split()[0].lower()}",
            started="2026-11-21T09:30:00+00:00",
            duration=240,
            seed=20261121,
            scale=300,
            epreuve="0.1.0",
            journal=7,
        ),
        service=Service(
            name="Guichet de Saint-Exemple",
            operator="Commune de Saint-Exemple",
            supplier=supplier,
            address="http://127.0.0.1:8080",
            environment_ratio="1/4",
        ),
        crisis=_crisis(),
        bench=Bench(
            engine="embedded 0.1.0",
            power="process",
            machine="2 cœurs, 4 Go, Linux 6.1",
            cannot=(
                Text(fr="pertes de paquets (TCP seul)", en="packet loss (TCP only)"),
                Text(fr="pannes DNS", en="DNS outages"),
            ),
            generator=Generator(intended=2410, started=2398, lag_p99=0.012, cpu=0.4, requests=7120),
            baseline_gap=1.2,
        ),
        grid=Grid(version="1", sha256="3f1a" * 16, official=True),
        result=result,
        findings=findings,
        timeline=_timeline(rng, skill),
        matrix=_matrix(rng, skill),
        receipts=Receipts(
            acknowledged=1204,
            audited=1204,
            lost=losses,
            altered=0,
            duplicated=losses,
            upper_bound=0.0064 if losses else 3 / 1204,
        ),
        recoveries=(
            Recovery(pattern="P2", cut=150, power_back=170, useful=176 if skill > 0.5 else 205),
            Recovery(pattern="P4", cut=184, power_back=188, useful=190 if skill > 0.5 else None),
        ),
        not_tested=tuple(
            f.title for f in findings if f.outcome in ("inconclusive", "not_applicable")
        ),
        warnings=(),
        objectives=(
            (
                Text(fr="Interruption maximale de 4 h (DMIA)", en="Outage of 4 h at most (MTPD)"),
                skill > 0.5,
            ),
            (Text(fr="Perte maximale de 5 min (PDMA)", en="Loss of 5 min at most (RPO)"), None),
        ),
    )


def _findings(rng: random.Random, skill: float, unknown: int) -> tuple[Finding, ...]:
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
            f"{score:.0f} essais sur 100 ont abouti pendant l'étape « afflux » ; les autres ont "
            "attendu plus de 30 s ou reçu une erreur 503.",
            f"{score:.0f} attempts of 100 came through during the surge stage; the others waited "
            "for more than 30 s or got an error 503.",
        ),
        "inconclusive": (
            "Aucune dépendance déclarée ne passe par un relais : rien n'a été vu.",
            "No declared dependency goes through a proxy: nothing was seen.",
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
        evidence=f"observations kind='journey' and window='{family.lower()}'",
        to_gain=(100 - score) * weight / total * FAMILIES[family][2] / 100 if known else 0,
        effort=int(row["effort"]),
        recommendation=Text(fr=row["advice_fr"], en=row["advice_en"]),
        sources=tuple(f"{source} [S]" for source in row["sources"].split(";")),
    )


def _result(findings: tuple[Finding, ...], knockouts: tuple[Knockout, ...]) -> Result:
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
        fr="Plafonnée à 50 : rien n'y a été mesuré.", en="Capped at 50: nothing was measured."
    )
    return FamilyScore(
        code=code,
        title=Text(fr=fr, en=en),
        weight=weight,
        score=score,
        coverage=assessed / sum(f.weight for f in mine),
        note=note if score is None else None,
    )


def _crisis() -> Crisis:
    return Crisis(
        id="crue-fibre",
        title=Text(fr="Crue qui coupe la fibre", en="A flood cuts the fibre"),
        paragraph=Text(
            fr="Une crue emporte la route et la fibre enterrée dessous. Les habitants se "
            "rabattent sur le mobile, le service reçoit cinq fois son affluence, le courant "
            "tombe pendant trois heures, puis revient en clignotant.",
            en="A flood carries off the road and the fibre under it. People fall back on mobile "
            "networks, the service gets five times its usual load, the power fails for three "
            "hours, then comes back flickering.",
        ),
        facts=(
            Fact(
                text=Text(
                    fr="Tempête Alex : à cinq jours, 24 sites mobiles rétablis, 21 coupés.",
                    en="Storm Alex: five days later, 24 mobile sites were back, 21 still cut.",
                ),
                source="Orange, point de situation",
                date="2020-10-07",
                mark="P",
            ),
            Fact(
                text=Text(
                    fr="5 300 lignes fixes rétablies, 4 700 encore coupées.",
                    en="5,300 fixed lines back, 4,700 still down.",
                ),
                source="Orange, point de situation",
                date="2020-10-07",
                mark="P",
            ),
        ),
        assumptions=(
            Text(
                fr="40 % des usagers sont coupés, 30 % en très bas débit.",
                en="40% of users are cut off, 30% on a very slow link.",
            ),
            Text(fr="L'affluence est multipliée par cinq.", en="The load is five times the usual."),
        ),
    )


def _timeline(rng: random.Random, skill: float) -> Timeline:
    def window(kind: str, name: str, fr: str, en: str, start: float, end: float) -> Window:
        return Window(kind=kind, name=name, title=Text(fr=fr, en=en), start=start, end=end)  # type: ignore[arg-type]

    def span(kind: str, subject: str, fr: str, en: str, start: float, end: float) -> Span:
        seen = Seen(by="server", opened=12, came=4_210, went=0) if fr == "Muette" else None
        return Span(kind=kind, subject=subject, title=Text(fr=fr, en=en), start=start, end=end,
                    coming=0.0031, going=0.0124, seen=seen)  # type: ignore[arg-type]  # fmt: skip

    windows = (
        window("phase", "before", "Avant", "Before", 0, 50),
        window("baseline", "calm", "Calme", "Calm", 5, 45),
        window("phase", "during", "Pendant", "During", 50, 170),
        window("stage", "surge", "Afflux", "Surge", 50, 90),
        window("stage", "slow-links", "Réseaux lents", "Slow links", 90, 120),
        window("stage", "dependencies", "Dépendances", "Dependencies", 120, 150),
        window("stage", "blackout", "Coupure", "Cut", 150, 170),
        window("phase", "after", "Après", "After", 170, 240),
        window("stage", "flicker", "Papillotage", "Flicker", 184, 188),
        window("stage", "rebound", "Rebond", "Rebound", 190, 240),
    )
    spans = (
        span("network", "edge", "Très bas débit", "Very low bandwidth", 50, 170),
        span("network", "coupe", "Coupé", "Cut off", 90, 170),
        span("network", "slow4g", "4G lente", "Slow 4G", 50, 200),
        span("dependency", "identite", "Lente de 10 s", "10 s slower", 120, 128),
        span("dependency", "identite", "Muette", "Silent", 128, 136),
        span("dependency", "base", "Lente de 10 s", "10 s slower", 136, 143),
        span("dependency", "base", "Muette", "Silent", 143, 150),
        span("power", "service", "Courant coupé", "Power cut", 150, 170),
        span("power", "service", "Papillotage", "Flicker", 184, 188),
    )
    return Timeline(duration=240, windows=windows, spans=spans, series=_series(rng, skill))


def _series(rng: random.Random, skill: float) -> Series:
    asked, started, succeeded, failed = [], [], [], []
    p50: list[float | None] = []
    p95: list[float | None] = []
    for second in range(240):
        crisis = 50 <= second < 190
        dark = 150 <= second < 170 or 184 <= second < 188
        wanted = rng.randint(18, 25) if crisis else rng.randint(3, 6)
        begun = wanted - (rng.random() < 0.05)
        share = 0.0 if dark else (skill if crisis else 0.99)
        done = sum(rng.random() < share for _ in range(begun))
        asked.append(wanted)
        started.append(begun)
        succeeded.append(done)
        failed.append(begun - done)
        typical = rng.uniform(0.08, 0.12) * (1 + (12 * (1 - skill) if crisis else 0))
        p50.append(None if dark else round(typical, 3))
        p95.append(None if dark else round(typical * rng.uniform(3, 9), 3))
    return Series(
        step=1,
        asked=tuple(asked),
        started=tuple(started),
        succeeded=tuple(succeeded),
        failed=tuple(failed),
        p50=tuple(p50),
        p95=tuple(p95),
    )


def _matrix(rng: random.Random, skill: float) -> tuple[Cell, ...]:
    cells = []
    for journey in ("demander-acte", "declarer-sinistre", "lire-consignes"):
        for dependency in ("base", "identite", "carte"):
            for mode in ("slow", "silent"):
                share = rng.choice([1.0, 1.0, 0.7, 0.0] if skill < 0.7 else [1.0, 1.0, 0.95, 0.8])
                tried = 40
                cells.append(
                    Cell(
                        journey=journey,
                        dependency=dependency,
                        mode=mode,  # type: ignore[arg-type]
                        tried=tried,
                        completed=int(tried * share),
                        p95=round(rng.uniform(0.3, 12), 2),
                    )
                )
    return tuple(cells)
