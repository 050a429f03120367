"""Section on the proof that submissions are stored."""

from collections.abc import Iterator

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.facts.storage_proof import StorageProof
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.scoring.translation import translate
from epreuve.reports import assessment as document
from epreuve.reports.text import Text, join


def storage(facts: Facts) -> document.ProofOfStorage | None:
    """Return the strength of the proof, with its reasons; None without a receipt."""
    if not facts.evidence.receipt_count():
        return None
    try:
        proof: StorageProof = facts.storage_proof
    except NoEvidence:
        proof = StorageProof("none")
    return document.ProofOfStorage(
        strength=proof.strength, after_restart=proof.after_restart, second=proof.second,
        decoys=proof.decoys, decoys_found=proof.decoys_found, may_be_decoded=proof.may_be_decoded,
        sentence=sentence_of(proof),
    )  # fmt: skip


def sentence_of(proof: StorageProof) -> Text:
    """Return the strength of a proof, and what limits it."""
    return join((_strength(proof), *_reservations(proof)))


def _strength(proof: StorageProof) -> Text:
    match proof.strength:
        case "re-read after restart":
            return translate.plural(
                "Strong proof of storage: {n} receipt was read again after a restart of all "
                "processes, and its page shows what its user sent.",
                "Strong proof of storage: {n} receipts were read again after a restart of all "
                "processes, and their pages show what their users sent.",
                proof.after_restart,
            )
        case "re-read" if proof.may_be_decoded:
            return translate.plural(
                "Medium proof of storage: {n} receipt was read again after a restart of all "
                "processes.",
                "Medium proof of storage: {n} receipts were read again after a restart of all "
                "processes.",
                proof.after_restart,
            )
        case "re-read":
            return translate(
                "Medium proof of storage: receipts were read again and show what was sent, but "
                "none of them is older than a restart of all processes."
            )
        case "number":
            return translate(
                "Weak proof of storage: the service knows the number of a receipt, but the page "
                "shows nothing that its user sent."
            )
        case _:
            return translate(
                "No proof of storage: the profile reads no receipt in a way that proves something."
            )


def _reservations(proof: StorageProof) -> Iterator[Text]:
    if proof.may_be_decoded:
        yield translate(
            "A receipt, with the other captured values that `verify:` sends, is long enough to "
            "hold what its page shows: the service may decode it, and store nothing. Send "
            "`{message}` and let `verify:` expect it: it is longer than a UUID can hold.",
            message="{citizen.message}",
        )
    if proof.decoys:
        yield translate(
            "Forged numbers and numbers of other users, read among the true ones: {n}. Found: "
            "{found}.",
            n=proof.decoys, found=proof.decoys_found,
        )  # fmt: skip
