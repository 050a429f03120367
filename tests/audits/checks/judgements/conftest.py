"""Literal facts for judgements."""

import datetime
from types import SimpleNamespace
from typing import Any

from epreuve.audits.checks.continuity.ramp import Part
from epreuve.audits.checks.degradation.forms import HeldForm
from epreuve.audits.checks.degradation.status_page_probe import StatusPageObservation
from epreuve.audits.checks.durability.lost_answer_probe import LostAnswers
from epreuve.audits.checks.durability.storage_loss import StorageLoss
from epreuve.audits.checks.facts.control_doubts import ControlDoubts
from epreuve.audits.checks.facts.matrix import Cell
from epreuve.audits.checks.facts.receipt_pages import ReceiptPageObservation
from epreuve.audits.checks.facts.receipts import Messages, Receipts
from epreuve.audits.checks.facts.recovery import Recovery
from epreuve.audits.checks.facts.undeclared import Undeclared
from epreuve.audits.checks.frugality.essential_page_probe import EssentialPageObservation
from epreuve.audits.checks.human_fallback.human_channel_probe import HumanChannelObservation
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.profile.model import Objectives
from epreuve.audits.scoring.criterion_result import CriterionResult, judge_criterion
from epreuve.probes.browser.page_record import PageObservation
from epreuve.probes.evidence.observation import Observation
from epreuve.reports.text import Text
from tests.audits.records import ESSENTIAL, PAGE, RECEIPT_PAGE, STATUS, made

GRID = load_grid()
ON = datetime.date(2026, 11, 21)
Given = dict[str, Any]


class Known:
    """Facts given as literals; any other is missing from the evidence."""

    def __init__(self, facts: Given) -> None:
        self._facts = facts

    def __getattr__(self, name: str) -> Any:
        if name not in self._facts:
            raise NoEvidence(Text(fr="rien", en="nothing"))
        return self._facts[name]


def judged(name: str, facts: Given, **profile: Any) -> CriterionResult:
    known = {"not_applicable": {}, "declared": {}, **profile}
    facts = {
        "cells": facts.get("matrix", ()),
        "depends_on_third_parties": True,
        "boot_within": 30.0,
        "keeps_power": False,
        "short_surge": None,
        "calm": Part(1.0, 16, 16, 0.2),
        "lost_answers": LostAnswers(),
        "control_doubts": ControlDoubts(),
        "information_doubts": (),
        "script_pages": (),
        "start_calls": frozenset(),
        "contradicted_comfort": frozenset(),
        "critical_journeys": ("j",),
        "undeclared": Undeclared(),
        "unproven": {},
        "calm_waits": (0.5,) * 4,
        "late_information": 0,
        "unproven_third_parties": {},
        "unused_third_parties": (),
        **facts,
    }
    return judge_criterion(GRID.criterion(name), Known(facts), SimpleNamespace(**known), ON)  # type: ignore[arg-type]


def cell(completed: int, mode: str = "silent", **more: Any) -> Cell:
    usual = {"journey": "j", "dependency": "d", "set": "ID", "acknowledged": completed}
    waits = more.pop("waits", (0.5,) * 4)
    return Cell(**{**usual, **more}, mode=mode, tried=4, completed=completed, waits=waits)


def page(path: str = "/", **fields: Any) -> Observation[PageObservation]:
    return Observation(1.0, path, made(PageObservation, PAGE, **fields))


def channels(phone: bool, counter: bool) -> Given:
    record = HumanChannelObservation(phone=phone, counter=counter)
    return {"human_channel": (Observation(1.0, "/", record),)}


def parts(*held: bool) -> tuple[Part, ...]:
    return tuple(Part(1.0 + 2 * i, 20, 20 if ok else 10, 0.5) for i, ok in enumerate(held))


def receipts(
    n: int, lost: int = 0, altered: int = 0, duplicated: int = 0, resent: int = 12, **more: int
) -> Receipts:
    counts = {"counted": n - lost - altered, "resent": resent, "older": n, **more}
    return Receipts(n, n, lost, altered, duplicated, **counts)


BACK = Recovery("P2", 10.0, 20.0, 21.0, 22.0, watched=60.0, tried=40)
NEVER = Recovery("P4", 30.0, 40.0, None, None, watched=60.0, tried=40)
NO_PROMISE = Objectives()
TEXT: Given = {}
BARE = {"number_length": 40, "print_style": False, "human_channel": False}


def storage(window: float, lost: int, promised: float | None = None) -> Given:
    loss = StorageLoss(40, lost, window)
    return {"storage_loss": loss, "objectives": Objectives(max_data_loss=promised)}


def dat_3(shown: Given, sent: int, lost: int) -> Given:
    return {
        "receipt_pages": (
            Observation(1.0, "j", made(ReceiptPageObservation, RECEIPT_PAGE, **shown)),
        ),
        "messages": Messages(4, sent),
        "receipts": receipts(100, lost=lost),
        "cuts_of_the_crisis": 4,
    }


def fru_7(**changed: Any) -> Given:
    record = made(EssentialPageObservation, ESSENTIAL, **changed)
    return {"essential_page": Observation(1.0, "/urgence", record)}


def status(**changed: Any) -> Given:
    return {"status_page": Observation(1.0, "u", made(StatusPageObservation, STATUS, **changed))}


def held(*forms: HeldForm) -> Given:
    return {"held_forms": forms, "scale": 20.0}


FORM = HeldForm("j", True, True, 1800.0)

MEASURED = [criterion for criterion in GRID.criteria if criterion.kind == "measured"]
