"""Install a service into the folder of the bench, once per version of its install script."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from tests.field.service import FOLDER, Service, home, services

SCRIPTS = FOLDER / "install"


def install(service: Service) -> None:
    """Install a service unless this version is there. Raises CalledProcessError."""
    target, mark = home() / service.name, home() / service.name / "installed"
    version = version_of([*scripts(service.name), service.folder / "content"])
    if mark.is_file() and mark.read_text() == version:
        return
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    print(f"installing {service.name} into {target}", flush=True)
    with (home() / f"{service.name}-install.log").open("wb") as log:
        command = ["sh", str(SCRIPTS / f"{service.name}.sh"), str(target)]
        subprocess.run(command, check=True, stdout=log, stderr=subprocess.STDOUT)
    mark.write_text(version)


def scripts(name: str) -> list[Path]:
    """Return the install script of a service, and those that all services share."""
    others = services().keys() - {name}
    return sorted(path for path in SCRIPTS.glob("*.sh") if path.stem not in others)


def version_of(paths: list[Path]) -> str:
    """Return the SHA-256 of files and of all files of folders, without compiled files."""
    digest = hashlib.sha256()
    for top in paths:
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(top.parent)).encode() + path.read_bytes())
    return digest.hexdigest()
