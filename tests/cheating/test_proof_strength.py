"""The assessment says how strong the proof of storage is."""

from types import SimpleNamespace
from typing import cast, get_args

import pytest

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.facts.storage_proof import StorageProof, _strength
from epreuve.audits.scoring.sections.storage import sentence_of
from epreuve.audits.scoring.weak_proof import is_weak
from epreuve.probes.pages.receipt_records import Proof, ReceiptControl
from epreuve.reports.assessment import StorageStrength


@pytest.mark.parametrize(
    ("proven", "proofs", "after_restart", "strength"),
    [
        (True, ["content"], True, "re-read after restart"),
        (True, ["content"], False, "re-read"),
        (True, ["content", "state"], True, "number"),
        (False, ["content"], True, "none"),
    ],
)
def test_the_weakest_journey_decides(
    proven: bool, proofs: list[Proof], after_restart: bool, strength: StorageStrength
) -> None:
    controls = [
        ReceiptControl(positive=True, negative=True, reason="", proof=proof) for proof in proofs
    ]
    assert _strength(proven, controls, after_restart) == strength


@pytest.mark.parametrize("strength", get_args(StorageStrength))
def test_a_number_alone_is_too_weak_for_the_letter_a(strength: StorageStrength) -> None:
    facts = cast(Facts, SimpleNamespace(storage_proof=StorageProof(strength)))
    assert is_weak("DAT-1", facts) == (strength == "number")
    assert not is_weak("CON-1", facts)


@pytest.mark.parametrize(
    ("proof", "expected"),
    [
        (StorageProof("re-read after restart", 41), "Strong proof of storage: 41 receipts"),
        (StorageProof("re-read"), "none of them is older than a restart of all processes"),
        (StorageProof("number"), "Weak proof of storage"),
        (StorageProof("none"), "No proof of storage"),
        (StorageProof("re-read", 41, may_be_decoded=True), "Medium proof of storage: 41 receipts"),
        (StorageProof("re-read", may_be_decoded=True), "the service may decode it"),
        (StorageProof("re-read", decoys=10, decoys_found=2), "among the true ones: 10. Found: 2."),
    ],
)
def test_a_sentence_says_it(proof: StorageProof, expected: str) -> None:
    assert expected in sentence_of(proof).en
