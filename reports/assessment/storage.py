"""Proof that the service stores what users send."""

from typing import Literal

from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.text import Text

StorageStrength = Literal["none", "number", "re-read", "re-read after restart"]
"""From the weakest to the strongest."""


class ProofOfStorage(FrozenModel):
    """Strength of the proof of storage, of the weakest critical journey."""

    strength: StorageStrength
    after_restart: int
    """Receipts that were stored after a power cut which they are older than."""
    second: int
    """Receipts that were stored after the further power cut too."""
    decoys: int
    """Forged receipts, and receipts of other users, that were read among the true ones."""
    decoys_found: int
    may_be_decoded: bool
    """Whether a receipt is long enough to hold what its page shows."""
    sentence: Text
