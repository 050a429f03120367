"""Realistic assessments: 60 criteria, a run of four minutes."""

import random

from epreuve.reports.assessment import (
    Assessment,
    Bench,
    Cell,
    Generator,
    Grid,
    Knockout,
    MachineUse,
    PhaseScore,
    ProofOfStorage,
    Receipts,
    Recovery,
    Run,
    Series,
    Service,
    Timeline,
)
from epreuve.reports.text import Text
from tests.reports.made_crisis import made_crisis, made_matrix, made_timeline
from tests.reports.made_findings import made_findings, made_result


def good() -> Assessment:
    """Return the assessment of a frugal, static-first service: B."""
    return _assessment("Atelier du Libre", skill=0.86, unknown=4)


def bad() -> Assessment:
    """Return the assessment of a heavy portal that loses receipts: E because of a cap, else D."""
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
                fr="Si FranceConnect tombe, tout s’arrête.",
                en="If FranceConnect fails, everything stops.",
            ),
        ),
    )
    return _assessment("Portail Intégral", skill=0.42, unknown=9, knockouts=knockouts)


def unranked() -> Assessment:
    """Return an assessment with too little evidence for a letter."""
    return _assessment("Hébergeur Lointain", skill=0.6, unknown=38)


def hostile() -> Assessment:
    """Return texts with markup, bidi and control characters, and a string of 1 MB."""
    attack = (
        "<script>alert(1)</script>\"'&\u202egnp.exe\u2066\x1b[31m\x00|`*_[a](javascript:x)\r\n# h"
    )
    text = Text(fr=attack, en=attack)
    document = bad()
    findings = [f.model_copy(update={"reason": text, "shown": text}) for f in document.findings]
    findings[0] = findings[0].model_copy(
        update={"reason": Text(fr="é" * 1_000_000, en="x" * 1_000_000), "evidence": text}
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
            "warnings": (text,),
            "run": document.run.model_copy(update={"interrupted": text}),
        }
    )


def bare() -> Assessment:
    """Return a run that was interrupted at once: no result, and every list empty."""
    document = unranked()
    nothing = Series(step=1, planned=(), started=(), succeeded=(), failed=(), p50=(), p95=())
    unknown = [
        f.model_copy(update={"score": None, "coverage": 0}) for f in document.result.families
    ]
    stopped = Text(fr="arrêt par Ctrl-C", en="stopped by Ctrl-C")
    return document.model_copy(
        update={
            "run": document.run.model_copy(
                update={
                    "duration": 0,
                    "interrupted": stopped,
                    "started": "?",
                }
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
    findings = made_findings(rng, skill, unknown)
    result = made_result(findings, knockouts)
    losses = 3 if any(k.id == "K1" for k in knockouts) else 0
    return Assessment(
        run=Run(
            id=f"2026-11-21-crue-{supplier.split()[0].lower()}",
            started="2026-11-21T09:30:00+00:00",
            duration=240,
            seed=20261121,
            scale=300,
            journeys=1240,
            surge_journeys=402,
            epreuve="0.1.0",
            journal=7,
        ),
        service=Service(
            name="Guichet de Saint-Exemple",
            operator="Commune de Saint-Exemple",
            supplier=supplier,
            address="http://127.0.0.1:8080",
            normal_peak=1.5,
            critical_peak=1.0,
            peak_source="journal d’accès du 9 mars 2026, 9 h",
            patience=30,
            environment_ratio="1/4",
        ),
        crisis=made_crisis(),
        bench=Bench(
            engine="embedded 2.12.0",
            power="process",
            machine="2 cœurs, 4 Go, Linux 6.1",
            cannot=(
                Text(fr="pertes de paquets (TCP seul)", en="packet loss (TCP only)"),
                Text(fr="pannes DNS", en="DNS outages"),
            ),
            generator=Generator(intended=2410, started=2398, lag_p99=0.012, cpu=0.4, requests=7120),
            baseline_gap=1.2,
            baseline_gap_interval=(0.0, 4.1),
            machine_use=MachineUse(
                own=0.12,
                service=0.3,
                others=0.02,
                withheld=0.0,
                worst=0.06,
                worst_when=Text(fr="Pendant « Annonce »", en="During “Announcement”"),
                cpu_waiting=0.18,
                io_stalled=0.04,
                memory_waiting=0.0,
            ),
        ),
        grid=Grid(version="1", sha256="3f1a" * 16, official=True),
        result=result,
        findings=findings,
        timeline=made_timeline(rng, skill),
        matrix=made_matrix(rng, skill),
        storage=ProofOfStorage(
            strength="re-read after restart",
            after_restart=1100,
            second=40,
            decoys=20,
            decoys_found=0,
            may_be_decoded=False,
            sentence=Text(fr="Preuve de conservation forte.", en="Strong proof of storage."),
        ),
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
