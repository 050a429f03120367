"""Documents that declarations name: read at planning time, inside the folder of the profile."""

import hashlib
import os
from pathlib import Path

import pytest

from epreuve.audits.cli.check import summary
from epreuve.audits.execution.preparation import calibrated, prepare
from epreuve.audits.profile.declaration import Declaration
from epreuve.audits.profile.documents import (
    Document,
    DocumentProblem,
    problem_text,
    read_document,
    read_documents,
)
from epreuve.audits.profile.loading import prepare_profile
from tests.audits import frozen
from tests.harness.documents import copy_documents

CONTENT = b"Exercice du 2 mars 2026\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Folder of a profile, with documents and with traps."""
    folder = tmp_path / "profile"
    (folder / "documents").mkdir(parents=True)
    (folder / "exercice.pdf").write_bytes(CONTENT)
    (folder / "documents" / "exercice.pdf").write_bytes(CONTENT)
    (folder / "ours.yaml").write_text("epreuve: 1")
    (folder / "to-profile").symlink_to("ours.yaml")
    (folder / "empty.pdf").touch()
    os.mkfifo(folder / "pipe")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "to-secret").symlink_to(tmp_path / "secret.txt")
    (folder / "to-exercise").symlink_to("exercice.pdf")
    (folder / "circle").symlink_to("circle")
    return folder


@pytest.mark.parametrize(
    "name",
    [
        "exercice.pdf", "./exercice.pdf", "documents/exercice.pdf", "documents/../exercice.pdf",
        "to-exercise",
    ],
)  # fmt: skip
def test_a_file_of_the_folder_has_its_hash_and_size(folder: Path, name: str) -> None:
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    document = read_document(name, folder / "ours.yaml")
    assert document == Document(sha256=sha256, size=len(CONTENT))
    assert problem_text(document) is None


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("exercise.pdf", "no file"),
        ("documents", "no file"),
        ("exercice.pdf/page-2", "no file"),
        ("pipe", "no file"),
        ("../secret.txt", "outside"),
        ("../absent.txt", "outside"),
        ("documents/../../secret.txt", "outside"),
        ("to-secret", "outside"),
        ("/etc/hostname", "outside"),
        ("ours.yaml", "profile"),
        ("to-profile", "profile"),
        ("empty.pdf", "empty"),
        ("https://ville.example/exercice.pdf", "not read"),
        ("https://ville.example/../../../secret.txt", "not read"),
        (f"sha256:{'0' * 64}", "not read"),
        ("circle", "unreadable"),
        ("a\0b", "unreadable"),
        ("a" * 5000, "unreadable"),
    ],
)
def test_any_other_name_is_no_evidence(folder: Path, name: str, problem: DocumentProblem) -> None:
    document = read_document(name, folder / "ours.yaml")
    assert (document.problem, document.sha256, document.size) == (problem, "", 0)
    text = problem_text(document)
    assert text is not None
    assert text.fr != text.en


def test_the_absolute_path_of_a_file_in_the_folder_is_refused(folder: Path) -> None:
    assert read_document(str(folder / "exercice.pdf"), folder / "ours.yaml").problem == "outside"


def test_a_document_that_no_run_recorded_is_no_evidence() -> None:
    assert problem_text(None) is not None


def test_a_claim_needs_no_document(folder: Path) -> None:
    claim = Declaration(level="claimed", evidence="absent.pdf")
    proof = Declaration(level="proven", evidence="exercice.pdf")
    assert list(read_documents({"HUM-2": claim, "HUM-4": proof}, folder / "ours.yaml")) == [
        "exercice.pdf"
    ]


def test_the_plan_keeps_what_the_files_were(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_bytes(frozen.sobre().read_bytes())
    copy_documents(frozen.sobre(), tmp_path)
    plan = prepare(path, "tous-risques", 1, 60)
    name = "documents/exercice-2026.txt"
    content = (tmp_path / name).read_bytes()
    assert plan.documents[name] == Document(
        sha256=hashlib.sha256(content).hexdigest(), size=len(content)
    )
    (tmp_path / name).unlink()
    assert calibrated(plan, plan.calibration).documents == plan.documents
    assert (
        type(plan).model_validate_json(plan.model_dump_json(by_alias=True)).documents
        == plan.documents
    )
    assert prepare(path, "tous-risques", 1, 60).documents[name].problem == "no file"


def test_check_names_each_declaration_without_its_file(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_bytes(frozen.sobre().read_bytes())
    copy_documents(frozen.sobre(), tmp_path)
    (tmp_path / "documents" / "exercice-2026.txt").unlink()
    lines = [line.en for line in summary(path, prepare_profile(path)) if "warning" in line.en]
    assert lines == [
        f"  warning: declared.{id}: documents/exercice-2026.txt: there is no such file. It counts "
        "as claimed: no points."
        for id in ("HUM-2", "HUM-4", "TER-3", "GOV-2")
    ]


def test_check_has_no_warning_for_the_demonstration() -> None:
    lines = summary(frozen.sobre(), prepare_profile(frozen.sobre()))
    assert not any("warning" in line.en for line in lines)
