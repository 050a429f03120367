"""Cheat: declarations are "proven" by files that do not exist.

Sincere twin: the same declarations, each as a claim without a document.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from epreuve.audits.grid.grid import load_grid
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.documents import read_documents
from epreuve.audits.scoring.assess import judge_run
from epreuve.reports import html, markdown, terminal
from epreuve.reports.assessment import Assessment
from tests.audits import frozen

GRID = load_grid()
Change = Callable[[Plan], Plan]


def beside(profile: Path) -> Change:
    """Read the documents beside a copy of the profile."""
    return lambda plan: plan.model_copy(
        update={"documents": read_documents(plan.profile.declared, profile)}
    )


def renamed(evidence: str) -> Change:
    """Name the same evidence in each declaration."""

    def change(plan: Plan) -> Plan:
        declared = {
            id: one.model_copy(update={"evidence": evidence})
            for id, one in plan.profile.declared.items()
        }
        profile = plan.profile.model_copy(update={"declared": declared})
        documents = read_documents(declared, frozen.sobre())
        return plan.model_copy(update={"profile": profile, "documents": documents})

    return change


def claimed(plan: Plan) -> Plan:
    """Claim the same without a document."""
    declared = {
        id: one.model_copy(update={"level": "claimed"}) for id, one in plan.profile.declared.items()
    }
    profile = plan.profile.model_copy(update={"declared": declared})
    return plan.model_copy(update={"profile": profile, "documents": {}})


def assessed(folder: Path, change: Change) -> Assessment:
    run = frozen.write(folder, change(frozen.plan()), frozen.GOOD)
    return judge_run(run, GRID).assessment


@pytest.fixture(scope="module")
def sincere(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return assessed(tmp_path_factory.mktemp("claimed") / "run", claimed)


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return assessed(tmp_path_factory.mktemp("documented") / "run", lambda plan: plan)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (beside(Path("/nowhere/sobre.yaml")), "There is no such file"),
        (renamed("exercice.pdf"), "There is no such file"),
        (renamed("https://ville.example/exercice.pdf"), "An address or a hash is not read"),
        (renamed(f"sha256:{'a' * 64}"), "An address or a hash is not read"),
        (renamed("../../README.md"), "The file is not in the folder of the profile"),
        (renamed("sobre.yaml"), "The profile is no evidence of itself"),
        (renamed("/etc/hostname"), "The file is not in the folder of the profile"),
        (lambda plan: plan.model_copy(update={"documents": {}}), "The run did not record"),
    ],
)
def test_a_missing_file_is_a_claim(
    sincere: Assessment, tmp_path: Path, change: Change, why: str
) -> None:
    cheat = assessed(tmp_path / "run", change)
    assert cheat.result == sincere.result
    assert [one.score for one in cheat.findings] == [one.score for one in sincere.findings]
    declared = {one.id for one in GRID.criteria if one.kind == "declared"}
    shown = {one.shown.en for one in cheat.findings if one.id in declared}
    assert shown == {"claimed"}
    assert "K6" in {one.id for one in cheat.result.knockouts}
    page = html.render(cheat, "en")
    first_screen = page[: page.index('id="phases"')]
    for text in (first_screen, markdown.render(cheat, "en"), terminal.render(cheat, "en")):
        words = " ".join(text.split())
        assert "Declarations without their document count as claimed" in words
        assert why in words


def test_documents_that_exist_score_better(sincere: Assessment, documented: Assessment) -> None:
    assert (documented.result.score or 0) > (sincere.result.score or 0)
    assert "K6" not in {one.id for one in documented.result.knockouts}
    assert documented.result.letter is not None
    assert sincere.result.letter is None  # claims are no coverage
    assert sincere.result.coverage < documented.result.coverage


def test_hash_and_size_stand_in_the_assessment(documented: Assessment) -> None:
    declared = frozen.plan().profile.declared
    assert {id for one in documented.documents for id in one.criteria} == set(declared)
    for document in documented.documents:
        content = (frozen.sobre().parent / document.file).read_bytes()
        assert document.size == len(content)
        assert document.problem is None
        page = html.render(documented, "en")
        assert document.sha256 is not None
        assert document.sha256 in page[page.index('id="documents"') :]
    finding = next(one for one in documented.findings if one.id == "HUM-2")
    assert "documents/exercice-2026.txt" in str(finding.evidence)
    assert "sha256:" in str(finding.evidence)


def test_one_missing_file_costs_its_own_declarations_only(
    documented: Assessment, tmp_path: Path
) -> None:
    name = "documents/restauration-2026.txt"

    def without_one(plan: Plan) -> Plan:
        kept = {file: one for file, one in plan.documents.items() if file != name}
        return plan.model_copy(update={"documents": kept})

    cheat = assessed(tmp_path / "run", without_one)
    changed = {
        one.id
        for one, true in zip(cheat.findings, documented.findings, strict=True)
        if one.score != true.score
    }
    assert changed == {"DAT-4", "REC-6"}
    (missing,) = (one for one in cheat.documents if one.problem is not None)
    assert (missing.file, missing.criteria) == (name, ("DAT-4", "REC-6"))
    finding = next(one for one in cheat.findings if one.id == "DAT-4")
    assert finding.recommendation.en.startswith("Save the document in the folder of the profile")
    assert (
        finding.reason.en
        == f"Claimed only: {name}: the run did not record this document. No points."
    )
