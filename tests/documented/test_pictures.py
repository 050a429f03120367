"""Pictures of the documentation, made by its commands from two runs of frozen evidence."""

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.harness.programs import ROOT

pytestmark = [pytest.mark.needs_unshare, pytest.mark.needs_chromium]

HERE = Path(__file__).parent
[COMMANDS] = re.findall(
    r"^```\n(.*?)^```", (ROOT / "docs/images/README.md").read_text(), re.M | re.S
)
PICTURE = re.compile(r"^python \S+ \S+ (\S+\.png) (\d+) (\d+)$", re.MULTILINE)
REPORTS = """
for name in sobre fragile; do
  epreuve assess runs/DEMO/$name > log || [ $? -le 3 ]
  epreuve report runs/DEMO/$name > log
done
epreuve compare runs/DEMO/sobre runs/DEMO/fragile --folder runs/DEMO
"""


def size(picture: Path) -> tuple[int, int]:
    """Return width and height of a PNG, in pixels (ISO/IEC 15948, 11.2.2)."""
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def test_every_picture_is_made(tmp_path: Path, run_here: Callable[..., str]) -> None:
    spec = importlib.util.spec_from_file_location("frozen", HERE.parent / "audits" / "frozen.py")
    assert spec is not None
    assert spec.loader is not None
    frozen = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(frozen)
    for name, service in (("sobre", frozen.GOOD), ("fragile", frozen.BAD)):
        frozen.write(tmp_path / "runs" / "DEMO" / name, frozen.plan(), service)
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    (tmp_path / "docs" / "images").mkdir(parents=True)
    run_here(f"{REPORTS}{COMMANDS}")
    pictures = PICTURE.findall(COMMANDS)
    assert len(pictures) == len(COMMANDS.splitlines()) - 1 == 5
    for name, width, height in pictures:
        assert (ROOT / name).is_file(), "no page shows this picture"
        assert size(tmp_path / name) == (int(width), int(height))
        assert (tmp_path / name).stat().st_size > 20_000, "the picture is almost empty"
