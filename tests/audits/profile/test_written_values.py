"""Values of a profile that cannot work: paths, placeholders, shares, programs and locustfiles."""

from pathlib import Path

import pytest

from epreuve.audits.errors import Misuse
from epreuve.audits.profile.loading import prepare_profile

PROFILE = """\
epreuve: 1
service: {name: S, address: "http://127.0.0.1:8080", normal_peak: 60 journeys/min}
journeys:
  ask:
    critical: true
    acknowledged_by: receipt
    steps:
      - post: /ask
        form: {name: "{citizen.name}"}
        capture: {receipt: 'n° (\\d+)'}
      - get: /ask/{receipt}
        expect: {contains: "{citizen.name}"}
    verify:
      - get: /ask/{receipt}
        expect: {contains: "{citizen.name}"}
information: [/]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)  # programs are looked up from here
    return tmp_path


def problems(text: str) -> list[str]:
    file = Path("s.yaml")
    file.write_text(text, encoding="utf-8")
    try:
        prepare_profile(file)
    except Misuse as error:
        return [line.removeprefix("s.yaml:") for line in str(error).splitlines()]
    return []


def test_the_profile_of_this_test_has_no_problem() -> None:
    assert problems(PROFILE) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("post: /ask", "post: https://elsewhere.fr/ask",
         "8: journeys.ask.steps.0.post: 'https://elsewhere.fr/ask': is a whole address; write its"),
        ("post: /ask", "post: //elsewhere.fr/ask",
         "8: journeys.ask.steps.0.post: '//elsewhere.fr/ask': is a whole address; write its path"),
        ("post: /ask", "post: /ask#form",
         "8: journeys.ask.steps.0.post: '/ask#form': browsers do not send what follows `#`"),
        ("information: [/]", "information: [/, contact]",
         "16: information.1: 'contact': must begin with /; add it"),
        ("information: [/]", 'information: ["http://127.0.0.1:8080/"]',
         "16: information.0: 'http://127.0.0.1:8080/': is a whole address; write its path only"),
        ("information: [/]", "objectives: {minimum_service: [home]}",
         "16: objectives.minimum_service.0: 'home': must begin with /; add it"),
        ("{citizen.name}", "{citizn.name}", "9: journeys.ask.steps.0.form.name: {citizn.name} has"
         " no value here. Did you mean {citizen.name}?"),
        ("{citizen.name}", "{receipt}", "9: journeys.ask.steps.0.form.name: {receipt} has no value"
         " here: capture it in an earlier step, or use one of {citizen."),
        ("    critical: true", "    critical: true\n    share: 1000000000",
         "6: journeys.ask.share: 1000000000.0: is more than 1,000,000; shares are relative"),
        ("60 journeys/min", "99999999 journeys/s",
         "2: service.normal_peak: is more than 10,000 a second; write the rate of the busiest"),
        ("information: [/]", "power: {level: process, start: [no-such-program]}",
         "16: power.start: 'no-such-program': no such program on this machine; install it"),
        ("information: [/]", "power: {level: process, start: [./file.sh]}",
         "16: power.start: './file.sh': is not executable; run chmod +x ./file.sh, or"),
        ("information: [/]", "power: {level: process, start: [python serve.py]}",
         "16: power.start: 'python serve.py': no such program; write each word apart: [python, "),
        ("information: [/]", "power: {level: command, cut: [no-such-program], restore: [sh]}",
         "16: power.cut: 'no-such-program': no such program on this machine"),
        ("information: [/]", "status_page: {address: 'http://127.0.0.1:1', start: [no-such]}",
         "16: status_page.start: 'no-such': no such program on this machine"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_work_is_refused(
    folder: Path, old: str, new: str, message: str
) -> None:
    (folder / "file.sh").touch()
    assert old in PROFILE
    (line,) = problems(PROFILE.replace(old, new, 1))
    assert line.startswith(message)


def test_the_programs_of_a_profile_may_be_placeholders_or_lie_in_a_folder(folder: Path) -> None:
    (folder / "serve").touch(mode=0o755)
    for start in ('"{python}"', '"{run}/serve"', "./serve", "sh"):
        power = f"power: {{level: process, start: [{start}]}}"
        assert problems(PROFILE.replace("information: [/]", power)) == []


def test_a_missing_locustfile_or_class_is_refused(folder: Path) -> None:
    profile = PROFILE[: PROFILE.index("  ask:")] + (
        "  load:\n    critical: true\n    locustfile: users.py:Citizen\n"
    )
    (line,) = problems(profile)
    assert line.startswith("4: journeys.load")
    assert "'users.py': cannot be read (No such file or directory); write the path" in line
    (folder / "users.py").write_text("class Other: ...\n")
    (line,) = problems(profile)
    assert line.endswith("'users.py': has no class 'Citizen'; correct the name")
    (folder / "users.py").write_text("class Citizen: ...\n")
    assert problems(profile) == []
