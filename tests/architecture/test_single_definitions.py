"""Values that several packages use have one definition; each name of a class has one meaning."""

import ast
import re
from collections import Counter
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
        (r"^(CHANCE|SIGNIFICANT)\b.* = ", "audits/checks/statistics/difference.py"),
        (r"^(PASS|WEAK)\b.* = ", "reports/letters.py"),
        (r"^TAIL = ", "audits/checks/statistics/percentile.py"),
        (r'f"\{parts\.scheme\}://\{parts\.netloc\}"$', "probes/http/address.py"),
        (r"^STEP_LIMIT = ", "probes/pages/receipt.py"),
        (r"^DRAIN = ", "audits/execution/run.py"),
        (r"SO_LINGER, ", "faults/closing.py"),
        (r'= "0A"', "faults/tcp_table.py"),
        (r"^(LONGEST_)?PAUSE = ", "probes/pages/pauses.py"),
        (r"^WORKING = ", "audits/checks/facts/links.py"),
        (r"^CHECK_EVERY = ", "audits/execution/interpreter.py"),
        (r"^LEAD = ", "probes/load/plan.py"),
        (r"self\._thread\.join\(END\)", "faults/sockets/watch_thread.py"),
        (r"\b(86_400|3_600)\.0", "faults/units.py"),
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


DOCUMENT = "part of the assessment document, which audits import as `document.NAME`"
DEMONSTRATION = "the demonstration imports nothing of the harness"
EMBEDDED = "inside of the embedded server, which only the server itself imports"
EVIDENCE = "the step of a plan, and the record of what it did"
LAYERS = "the term of the field in two packages, of which neither imports the other's"
TWICE = {
    **dict.fromkeys(
        ["Cell", "Crisis", "Document", "Grid", "LinkTraffic", "MachineUse", "Receipts", "Recovery",
         "Repair", "Service", "Span", "Window"],
        DOCUMENT,
    ),
    **dict.fromkeys(
        ["Dependency", "Guard", "Journal", "Pages", "Request", "Response", "_Handler"],
        DEMONSTRATION,
    ),
    **dict.fromkeys(["Connection", "Line", "Stage", "Traffic"], EMBEDDED),
    **dict.fromkeys(["PowerOff", "PowerOn"], EVIDENCE),
    **dict.fromkeys(
        ["Baseline", "Count", "Family", "Load", "Losses", "Retries", "Stop", "Verdict"], LAYERS
    ),
    "Delay": "a value of a message of `faults`, and the same one as a report formats it",
    "Duration": "the type of an option, and a value as a report formats it",
    "HumanChannel": "what the profile declares, and what a probe finds on the page",
}  # fmt: skip
"""Names of classes that are defined more than once -> the reason."""


def test_a_class_is_defined_twice_only_for_a_reason() -> None:
    names = Counter(
        node.name
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert {name for name, count in names.items() if count > 1} == TWICE.keys()
