"""Criteria whose evidence is too weak for the letter A."""

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.facts.storage_proof import StorageProof
from epreuve.audits.checks.judgement import needs_fact
from epreuve.audits.checks.no_evidence import NoEvidence


def is_weak(criterion_id: str, facts: Facts) -> bool:
    """Return whether a criterion judges receipts whose pages show their number only.

    Numbers with check digits can be recognised without any storage.
    """
    if not needs_fact(criterion_id, "receipts"):
        return False
    try:
        proof: StorageProof = facts.storage_proof
    except NoEvidence:
        return False
    return proof.strength == "number"
