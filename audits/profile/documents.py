"""Documents that declarations name as their evidence: files in the folder of the profile."""

import hashlib
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from epreuve.audits.profile.declaration import Declaration
from epreuve.audits.profile.translation import translate
from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.text import Text

DocumentProblem = Literal["no file", "outside", "not read", "profile", "empty", "unreadable"]

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)  # https://…, sha256:…


class Document(FrozenModel):
    """Document at planning time: its hash and its size, or why it is no evidence."""

    sha256: str = ""
    size: int = 0  # bytes
    problem: DocumentProblem | None = None


Documents = Mapping[str, Document]
"""Documents by name, as `evidence:` writes it."""


def read_documents(declared: Mapping[str, Declaration], profile: Path) -> dict[str, Document]:
    """Return the documents of the declarations that need one. `profile` is the file."""
    names = dict.fromkeys(declaration.document for declaration in declared.values())
    return {name: read_document(name, profile) for name in names if name is not None}


def read_document(name: str, profile: Path) -> Document:
    """Return the hash of one document, in the folder of the profile.

    A file outside the folder is not opened: the report would publish its hash and its size.
    """
    root = profile.parent.resolve()
    try:
        path = (root / name).resolve()
        if Path(name).is_absolute() or not path.is_relative_to(root):
            return Document(problem="not read" if _ADDRESS.match(name) else "outside")
        if not stat.S_ISREG(path.stat().st_mode):  # to open a pipe would wait for ever
            return Document(problem="no file")
        if profile.exists() and path.samefile(profile):
            return Document(problem="profile")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            size = file.tell()
    except (FileNotFoundError, NotADirectoryError):
        return Document(problem="not read" if _ADDRESS.match(name) else "no file")
    except (OSError, RuntimeError, ValueError):  # no right; links in a circle; a null character
        return Document(problem="unreadable")
    return Document(sha256=digest.hexdigest(), size=size) if size else Document(problem="empty")


def problem_text(document: Document | None) -> Text | None:
    """Return why a document is no evidence, None for one that was hashed."""
    if document is None:
        return translate("the run did not record this document")
    if document.problem is None:
        return None
    return {
        "no file": translate("there is no such file"),
        "outside": translate("the file is not in the folder of the profile"),
        "not read": translate(
            "an address or a hash is not read: save the document beside the profile"
        ),
        "profile": translate("the profile is no evidence of itself"),
        "empty": translate("the file is empty"),
        "unreadable": translate("the file cannot be read"),
    }[document.problem]
