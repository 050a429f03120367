"""Output of `epreuve rehearse` on a profile, and what it leaves behind."""

import json
from typing import Any

from tests.command_line.conftest import PATIENCE, Workspace, is_free, wait_until


def assert_clean(place: Workspace) -> None:
    """Nothing of a rehearsal is left."""
    assert wait_until(lambda: place.processes() == [], 10)
    assert wait_until(lambda: not list((place.path / "temporary").glob("epreuve*")), 10)
    assert all(is_free(port) for port in place.ports)
    assert not list(place.path.glob("run*"))


def rehearse(place: Workspace, code: int, *words: str) -> tuple[str, str]:
    """Return both outputs of a rehearsal that ends with this code and leaves nothing behind."""
    process = place.start("rehearse", "profile.yaml", *words)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == code, out + err
    assert "Traceback" not in err
    assert "tres-secret" not in out + err
    assert_clean(place)
    return out.replace("\xa0", " ").replace("\u202f", " "), err


def document(place: Workspace, code: int, *words: str) -> dict[str, Any]:
    out, _ = rehearse(place, code, "--json", *words)
    return dict(json.loads(out))


def problems(rehearsal: dict[str, Any]) -> list[str]:
    """Return place and sentence of each problem."""
    return [
        f"{one['place']}: {one['sentence']['en']}"
        for one in rehearsal["findings"]
        if one["severity"] == "problem"
    ]


def with_fault(place: Workspace, fault: str) -> None:
    place.edit('FAULT: ""', f"FAULT: {fault}")


def without_start(place: Workspace) -> None:
    """Write a profile of a service that `rehearse` does not start, and that does not run."""
    place.profile.write_text(
        "epreuve: 1\nservice:\n  name: town\n"
        f"  address: http://127.0.0.1:{place.port}\n  normal_peak: 60 journeys/min\n"
        "journeys:\n  ask:\n    critical: true\n    steps: [{get: /, expect: {contains: a}}]\n",
        encoding="utf-8",
    )


def line_of(place: Workspace, text: str) -> int:
    lines = place.profile.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)
