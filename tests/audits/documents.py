"""Documents of literal declarations."""

from epreuve.audits.profile.documents import Document

FOUND = Document(sha256="0" * 64, size=1200)
"""A document that was read."""
A_PDF = {"a.pdf": FOUND}
