"""One audit of a service of the field: its settings, its folder and how it is played."""

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.field.leftovers import end_leftovers
from tests.field.service import FOLDER, Service, home
from tests.harness.documents import copy_documents
from tests.harness.own_network import OWN_NETWORK

ROOT = FOLDER.parents[1]
_PEAK = re.compile(r"^(  normal_peak: )\d+( journeys/min)", re.MULTILINE)


@dataclass(frozen=True)
class Trial:
    """Settings of one audit; `scale` is quick, default or a number."""

    service: Service
    variant: str
    rate: int  # journeys per minute in the normal peak
    scale: str
    seed: int

    @property
    def name(self) -> str:
        """Name of its folder."""
        parts = (self.service.name, self.variant, self.rate, self.scale, self.seed)
        return "-".join(str(part) for part in parts)

    def scale_options(self) -> list[str]:
        """Return the options of `epreuve audit` for the scale."""
        return {"quick": ["--quick"], "default": []}.get(self.scale, ["--scale", self.scale])


def free_folder(parent: Path, name: str) -> Path:
    """Return a folder that does not exist: the name, else the name with the first free number."""
    path, number = parent / name, 2
    while path.exists():
        path, number = parent / f"{name}.{number}", number + 1
    return path


def profile_at(text: str, rate: int) -> str:
    """Return a profile's text with another normal peak. Raises ValueError without that line."""
    changed, count = _PEAK.subn(rf"\g<1>{rate}\g<2>", text)
    if count != 1:
        raise ValueError("the profile has no line `normal_peak: … journeys/min`")
    return changed


def play(trial: Trial, own_network: bool = False) -> tuple[Path, int]:
    """Play the audit. Returns the folder of the run and the exit code.

    `own_network`: in a network namespace, because other audits use the same ports meanwhile.
    Their load is expected: a busy bench is then only a warning.
    """
    runs = home() / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    folder = free_folder(runs, trial.name)
    profile = runs / f"{folder.name}.yaml"
    profile.write_text(profile_at(trial.service.profile.read_text("utf-8"), trial.rate), "utf-8")
    copy_documents(trial.service.profile, runs)
    variables = {"FIELD_VARIANT": trial.variant, "EPREUVE_FIELD_HOME": str(home())}
    if own_network:
        variables["EPREUVE_BUSY_BENCH"] = "warn"
    before = load()
    with (runs / f"{folder.name}.log").open("wb") as log:
        process = subprocess.run(
            [
                *(OWN_NETWORK if own_network else ()), sys.executable, "-m", "epreuve.audits",
                "audit", profile, *trial.scale_options(), "--seed", str(trial.seed),
                "--lang", "en", "--quiet", "--folder", folder,
            ],
            cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, check=False,
            env={**os.environ, **variables},
        )  # fmt: skip
    if folder.is_dir():
        left = end_leftovers(folder)
        record = {"exit": process.returncode, "before": before, "after": load(), "left": left}
        (folder / "field.json").write_text(json.dumps(record, indent=1) + "\n")
    return folder, process.returncode


def load() -> dict[str, str | float]:
    """Return the time, and the machine's load averages and pressure as the kernel writes them."""
    names = ("loadavg", "pressure/cpu", "pressure/io")
    paths = {name: Path("/proc") / name for name in names}
    texts = {name: path.read_text().strip() for name, path in paths.items() if path.is_file()}
    return {"time": time.time(), **texts}
