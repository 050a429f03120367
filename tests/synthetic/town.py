"""Profile of the synthetic service: its journeys, one information page, some dependencies."""

from collections.abc import Mapping
from typing import Any

from epreuve.audits.planning.calibration import Calibration, JourneyTiming
from epreuve.audits.profile.documents import Document
from epreuve.audits.profile.model import DependencySet, Profile
from tests.synthetic.behaviour import NETWORK, Behaviour

SETS: Mapping[int, tuple[DependencySet, ...]] = {
    0: (),
    1: ("DB",),
    4: ("DB", "ID", "OTP", "API"),
    8: ("DB", "ID", "OTP", "API", "PAY", "MAP", "CDN", "BO"),
}
"""Kinds of dependencies of a profile, by their number."""

JOURNEY: dict[str, Any] = {
    "critical": True,
    "share": 3,
    "acknowledged_by": "receipt",
    "steps": [
        {"get": "/request", "expect": {"contains": "form"}},
        {
            "post": "/request",
            "form": {"name": "{citizen.name}"},
            "expect": {"contains": "received"},
            "capture": {"receipt": r"number (\w+)"},
        },
    ],
    "verify": [{"get": "/request/{receipt}", "expect": {"contains": "{citizen.name}"}}],
    "unique": [{"get": "/by?name={citizen.name}", "expect": {"contains": "once"}}],
    "processed": [{"get": "/request/{receipt}", "expect": {"contains": "processed"}}],
}
PROOF = "proof.pdf"
DOCUMENTS = {PROOF: Document(sha256="0" * 64, size=1)}
SECOND = {
    **JOURNEY,
    "share": 1,
    "steps": [{"get": "/report", "expect": {"contains": "form"}}, *JOURNEY["steps"]],
}


def profile(rate: float, dependencies: int, journeys: int = 1) -> Profile:
    """Return the profile of a service with a normal peak in journeys a minute."""
    critical = {"request": JOURNEY, "report": SECOND}
    return Profile.model_validate(
        {
            "epreuve": 1,
            "service": {
                "name": "Synthetic town", "address": "http://127.0.0.1:20999",
                "normal_peak": f"{rate:g} journeys/min",
            },
            "journeys": {
                **dict(list(critical.items())[:journeys]),
                "inform": {"share": 1, "steps": [{"get": "/", "expect": {"contains": "Welcome"}}]},
            },
            "information": ["/"],
            "dependencies": {
                name.lower(): {
                    "set": name, "listen": f"127.0.0.1:{21100 + rank}",
                    "upstream": f"127.0.0.1:{21200 + rank}",
                }
                for rank, name in enumerate(SETS[dependencies])
            }
            or "none",
            "power": {"level": "process", "start": ["service"], "boot_within": "60 s"},
            "status_page": "none",
            "declared": {
                "DAT-4": {
                    "level": "proven", "date": "2026-03-01", "owner": "DSI", "evidence": PROOF,
                    "value": ["restored", "offline_copy"],
                }
            },
        }
    )  # fmt: skip


def calibration(profile: Profile, behaviour: Behaviour) -> Calibration:
    """Return what a calibration measures of such a service."""
    timings = [
        JourneyTiming(
            journey=name, cohort=cohort, slowest_step=behaviour.page + network,
            seconds=len(journey.steps) * (behaviour.page + network),
        )
        for name, journey in profile.journeys.items()
        for cohort, network in NETWORK.items()
    ]  # fmt: skip
    return Calibration(
        journeys=tuple(timings), boot=behaviour.boot, receipt=behaviour.page + NETWORK["control"]
    )
