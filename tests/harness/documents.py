"""Documents of a profile, for tests that play a copy of it elsewhere."""

import shutil
from pathlib import Path


def copy_documents(profile: Path, folder: Path) -> None:
    """Copy the documents beside a profile to a folder, without those that it already has."""
    copies = folder / "documents"
    copies.mkdir(exist_ok=True)
    for document in (profile.parent / "documents").iterdir():
        if not (copies / document.name).exists():
            shutil.copy(document, copies)
