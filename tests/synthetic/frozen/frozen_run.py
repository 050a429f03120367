"""Runs whose evidence is kept: a change of code that changes their assessment shows.

The runs are synthetic, in virtual time. Each has `NAME.tar.xz`, the files of its folder, and
`NAME.json`, the figures of its assessment, without sentences.
"""

import json
import shutil
from pathlib import Path
from typing import Any

from epreuve.audits.grid.grid import load_grid
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.declaration import Declaration
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.assess import judge_run
from epreuve.probes.evidence.recorder import Recorder
from epreuve.reports.assessment import Assessment
from tests.synthetic.audit import Case, evidence
from tests.synthetic.behaviour import SOUND, Behaviour
from tests.synthetic.town import DOCUMENTS, PROOF

HERE = Path(__file__).parent
POOR = Behaviour(
    "poor", page=1.5, limit=4.0, loses="one in ten", idempotent=False,
    needs=frozenset({"DB", "ID", "API"}), serves_information=False,
)  # fmt: skip
RUNS = {"sound": Case(SOUND, 60.0, 30.0, 4), "poor": Case(POOR, 60.0, 30.0, 4)}
DECLARED = {
    "DAT-4": ["restored", "offline_copy"], "HUM-2": None, "HUM-4": "80 %", "HUM-6": 3,
    "IND-7": "documented", "REC-6": "rehearsed", "TER-2": ["building"], "TER-3": "12h",
    "GOV-1": ["max_outage"], "GOV-3": ["roles", "contacts"],
}  # fmt: skip
"""Declarations, without which a run has no letter: criterion -> value."""
RESULT = {
    "letter", "letter_without_knockouts", "score", "floor", "ceiling", "coverage", "caps",
    "knockouts", "phases", "families",
}  # fmt: skip
FINDING = {"outcome", "score", "value", "unit", "interval"}
RECEIPTS = {"acknowledged", "audited", "lost", "altered", "duplicated", "upper_bound"}
RECOVERY = {"pattern", "cut", "power_back", "useful", "unknown"}


def play(name: str, folder: Path) -> None:
    """Play a run, and keep the files of its folder."""
    case = RUNS[name]
    run, plan = RunFolder(folder / name), _with_declarations(case.plan())
    run.path.mkdir()
    run.write_plan(plan)
    run.note(id=name, started="2026-06-01T08:00:00+00:00", played=plan.duration, engine="synthetic")
    with Recorder(run.evidence) as recorder:
        recorder.record(evidence(case, plan))
    shutil.make_archive(str(HERE / name), "xztar", run.path)


def figures(name: str, folder: Path) -> Any:
    """Assess a kept run; return its figures as JSON data, rounded to a millionth."""
    shutil.unpack_archive(HERE / f"{name}.tar.xz", folder / name, filter="data")
    trial = judge_run(RunFolder(folder / name), load_grid())
    text = json.dumps(_figures(trial.assessment))
    return json.loads(text, parse_float=lambda number: round(float(number), 6))


def kept_figures(name: str) -> Any:
    """Return the figures that were kept."""
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def keep_figures(name: str, folder: Path) -> None:
    """Write the figures that the code gives now."""
    text = json.dumps(figures(name, folder), indent=1, sort_keys=True)
    (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _with_declarations(plan: Plan) -> Plan:
    proof = {"level": "proven", "date": "2026-03-01", "owner": "DSI", "evidence": PROOF}
    declared = {
        criterion: Declaration.model_validate({**proof, "value": value})
        for criterion, value in DECLARED.items()
    }
    profile = plan.profile.model_copy(update={"declared": declared})
    return plan.model_copy(update={"profile": profile, "documents": DOCUMENTS})


def _figures(assessment: Assessment) -> dict[str, Any]:
    result = _numbers(assessment.result.model_dump(mode="json", include=RESULT))
    return {
        "result": {**result, "caps": len(assessment.result.caps)},
        "findings": {
            one.id: one.model_dump(mode="json", include=FINDING) for one in assessment.findings
        },
        "receipts": assessment.receipts.model_dump(mode="json", include=RECEIPTS),
        "recoveries": [
            one.model_dump(mode="json", include=RECOVERY) for one in assessment.recoveries
        ],
    }


def _numbers(value: Any) -> Any:
    """Return JSON data without its sentences, which are objects with two languages."""
    if isinstance(value, dict):
        return {
            key: _numbers(one)
            for key, one in value.items()
            if not (isinstance(one, dict) and one.keys() == {"fr", "en"})
        }
    return [_numbers(one) for one in value] if isinstance(value, list) else value
