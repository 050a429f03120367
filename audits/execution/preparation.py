"""Preparation of a plan from the files and options of a user. Sends no request."""

import secrets
from pathlib import Path

from epreuve.audits.checks.probing.schedules import probe_schedules
from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.crises.variation import vary
from epreuve.audits.errors import Misuse
from epreuve.audits.execution.translation import translate
from epreuve.audits.planning.calibration import Calibration
from epreuve.audits.planning.plan import CONTROL_COHORT, Plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.planning.rate_check import check_rate
from epreuve.audits.profile.documents import read_documents
from epreuve.audits.profile.loading import read_profile

ANY_CRISIS, ANY_SCALE = "tous-risques", 60.0  # a rehearsal plays none of its windows
NONCE = 3  # bytes: the service may still have what an earlier run with the same seed sent


def prepare(
    profile: Path, crisis: str, seed: int | None, scale: float, variation: int | None = None,
    *, drill: bool = False, browser: bool = False, at_most: float | None = None,
    nonce: str | None = None,
) -> Plan:  # fmt: skip
    """Return the plan for the options of the command line. Raises Misuse.

    Without a `nonce`, one is drawn: each run needs its own plan.
    """
    read, components = read_profile(profile)
    if drill and read.drill is None:
        raise Misuse(
            translate(
                "{profile}: --drill needs `drill:`, with `destroy:` and `restore:` commands; "
                "add it to the profile",
                profile=str(profile),
            )
        )
    played = read_crisis(crisis)
    plan = make_plan(
        read,
        played if variation is None else vary(played, variation),
        seed=secrets.randbelow(100_000) if seed is None else seed,
        scale=scale,
        probes=probe_schedules(),
        browser=browser,
        drill=drill,
        components=components,
        documents=read_documents(read.declared, profile),
        at_most=at_most,
        nonce=secrets.token_hex(NONCE) if nonce is None else nonce,
    )
    check_rate(plan, str(profile))
    return plan


def calibrated(plan: Plan, calibration: Calibration) -> Plan:
    """Return the plan with its windows sized from a calibration. Raises Misuse."""
    sized = make_plan(
        plan.profile, plan.crisis, seed=plan.seed, scale=plan.scale, probes=probe_schedules(),
        browser=plan.browser, drill=plan.drill, components=plan.components,
        documents=plan.documents, calibration=calibration, at_most=plan.at_most,
        nonce=plan.nonce,
    )  # fmt: skip
    check_rate(sized, translate("the profile"))
    return sized


def prepare_rehearsal(profile: Path) -> Plan:
    """Return a plan for users on the clean link only; its load is never sent. Raises Misuse."""
    read, components = read_profile(profile)
    plan = make_plan(
        read, read_crisis(ANY_CRISIS), seed=secrets.randbelow(100_000), scale=ANY_SCALE,
        components=components, nonce=secrets.token_hex(NONCE),
    )  # fmt: skip
    clean = tuple(cohort for cohort in plan.cohorts if cohort.name == CONTROL_COHORT)
    return plan.model_copy(update={"cohorts": clean})
