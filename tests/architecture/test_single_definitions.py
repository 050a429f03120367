"""Values that several packages use have one definition."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("audits", "faults", "probes", "reports")


@pytest.mark.parametrize(
    ("definition", "file"),
    [
        ("▁▂▃▄▅▆▇█", "reports/sparkline.py"),
        (r'^\w+ = untranslated\(""\)', "reports/text.py"),
        (r'^\w+ = "control"', "audits/planning/calibration.py"),
        (r'"fr", "en"[\])]$', "reports/language.py"),
    ],
)
def test_a_shared_value_is_defined_once(definition: str, file: str) -> None:
    pattern = re.compile(definition, re.MULTILINE)
    files = [
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert files == [file]
