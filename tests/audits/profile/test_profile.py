"""Reading of profiles: valid ones, and the message for each mistake."""

import datetime
import sys
from pathlib import Path

import pytest

from epreuve.audits.errors import Misuse
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.profile.authorisation import targets
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.profile.model import Profile, command

PROFILE = """\
epreuve: 1
service:
  name: Guichet
  address: http://127.0.0.1:8080
  normal_peak: 30 journeys/min
journeys:
  demander:
    critical: true
    steps:
      - get: /
        expect: {contains: [Bonjour]}
      - post: /demande
        form: {nom: "{citizen.name}"}
        capture: {receipt: 'n° (\\w+)'}
    acknowledged_by: receipt
    verify:
      - get: /dossiers/{receipt}
dependencies:
  base: {set: DB, listen: "127.0.0.1:15432", upstream: "127.0.0.1:5432"}
  identite:
    set: ID
    listen: 127.0.0.1:19001
    upstream: 127.0.0.1:9001
power: {level: process, start: [python, -m, guichet], boot_within: 20 s}
objectives: {max_outage: 4h}
declared:
  HUM-2: {level: proven, date: 2026-03-02, owner: DSI, evidence: exercice.pdf}
not_applicable: {IND-4: "aucun paiement en ligne"}
gate: {floor: 55}
"""
FAR = PROFILE.replace("http://127.0.0.1:8080", "https://staging.example.fr")
AUTHORISATION = """\
authorisation: {granted_by: DSI, until: %s, hosts: [staging.example.fr], max_rate: %s}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "profile.yaml"


def read(file: Path, text: str) -> Profile:
    file.write_text(text, encoding="utf-8")
    return prepare_profile(file)


def refused(file: Path, text: str) -> list[str]:
    with pytest.raises(Misuse) as raised:
        read(file, text)
    assert raised.value.exit_code == 2
    return [line.removeprefix(f"{file}:") for line in str(raised.value).splitlines()]


def until(days: int) -> datetime.date:
    return datetime.date.today() + datetime.timedelta(days=days)


def test_a_valid_profile_is_read(file: Path) -> None:
    profile = read(file, PROFILE)
    assert profile.service.authority == "127.0.0.1:8080"
    assert profile.service.normal_peak == pytest.approx(0.5)
    assert targets(profile) == {}
    assert list(profile.critical()) == ["demander"]
    assert [step.label for step in profile.journeys["demander"].steps] == ["GET /", "POST /demande"]
    assert (profile.power.boot_within, profile.objectives.max_outage) == (20, 14_400)
    assert profile.dependencies["base"].upstream == "127.0.0.1:5432"


def test_a_profile_survives_a_round_trip_through_json(file: Path) -> None:
    profile = read(file, PROFILE)
    assert Profile.model_validate_json(profile.model_dump_json(by_alias=True)) == profile


def test_the_placeholder_python_is_the_running_python() -> None:
    assert command(("{python}", "-m", "guichet")) == [sys.executable, "-m", "guichet"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("epreuve: 1", "epreuve: 2", "1: epreuve: 2: must be 1"),
        ("objectives:", "objectifs:",
         "25: objectifs: unknown key; remove it or correct its name. Did you mean objectives?"),
        ("        expect: {contains: [Bonjour]}", "        expect: {contain: [Bonjour]}",
         "11: journeys.demander.steps.0.expect.contain: unknown key; remove it or correct its name."
         " Did you mean contains?"),
        ("        form: {nom", "        froms: {nom",
         "13: journeys.demander.steps.1.froms: unknown key; remove it or correct its name."
         " Did you mean form?"),
        ("    set: ID", "    sett: ID", "21: dependencies.identite.sett: unknown key; remove it or"
         " correct its name. Did you mean set?"),
        ("gate: {floor: 55}", "export: {citizen: [], administrator: none}",
         "29: export.citizen: is empty; it needs at least one entry"),
        ("gate: {floor: 55}", "export: {citizen: none, administrator: {command: [a], stepz: []}}",
         "29: export.administrator.stepz: unknown key; remove it or correct its name. Did"),
        ("gate: {floor: 55}", "export: {citizen: nope, administrator: none}",
         "29: export.citizen: 'nope': is not a list; write it between [ and ] or must be"),
        ("gate: {floor: 55}", "export: {citizen: none, administrator: {}}",
         "29: export.administrator: an export has exactly one of `command:` and `steps:`"),
        ("gate: {floor: 55}", "status_page: {address: 'http://127.0.0.1:1', strat: [a]}",
         "29: status_page.strat: unknown key; remove it or correct its name. Did you mean start?"),
        ("power: {level: process,", "power: {level: [process],",
         "24: power.level: must be 'process'"),
        ("    set: ID\n", "", "20: dependencies.identite.set: is missing; add it"),
        ("    set: ID", "    set: IDP", "21: dependencies.identite.set: 'IDP': must be "),
        ("    upstream: 127.0.0.1:9001", "    upstreem: 127.0.0.1:9001",
         "23: dependencies.identite.upstreem: unknown key; remove it or correct its name."
         " Did you mean upstream?"),
        ("  address: http://127.0.0.1:8080\n", "", "2: service.address: is missing; add it"),
        ("http://127.0.0.1:8080", "127.0.0.1:8080",
         "4: service.address: '127.0.0.1:8080': has no `http://` or `https://`; write "
         "`http://127.0.0.1:8080`"),
        ("30 journeys/min", "a lot",
         "5: service.normal_peak: 'a lot': is not a rate; write for example `90 journeys/min`"),
        ("30 journeys/min", "0 journeys/min", "5: service.normal_peak: "),
        ("127.0.0.1:9001", "127.0.0.1:90010", "23: dependencies.identite.upstream: "
         "'127.0.0.1:90010': is not `host:port`: the port must be at most 65535"),
        ("127.0.0.1:9001", "127.0.0.1:0", "23: dependencies.identite.upstream: "
         "'127.0.0.1:0': is not `host:port`; write for example `127.0.0.1:15432`"),
        ("127.0.0.1:9001", "a:b:18111", "23: dependencies.identite.upstream: 'a:b:18111': "
         "is not `host:port`: too many colons; write [ADDRESS]:PORT for IPv6"),
        ("'n° (\\w+)'", "'n° (\\w+'", "14: journeys.demander.steps.1.capture.receipt: 'n° (\\\\w+':"
         " is not a regular expression: missing ), unterminated subpattern"),
        ("- post: /demande", "- get: /demande",
         "12: journeys.demander.steps.1: a `get` step sends no form, json or files; use `post`"),
        ("- post: /demande", "- post: /demande\n        get: /",
         "12: journeys.demander.steps.1: a step has exactly one of "),
        ("- get: /\n        expect", "- expect",
         "10: journeys.demander.steps.0: a step has exactly one of "),
        ("- get: /\n", "- get: accueil\n", "10: journeys.demander.steps.0.get: 'accueil': "),
        ("acknowledged_by: receipt", "acknowledged_by: numero",
         "7: journeys.demander: acknowledged_by: no step captures 'numero'; "
         "captured values: receipt"),
        ("    critical: true\n", "",
         "6: journeys: no journey has `critical: true`; mark at least one: it decides the score"),
        ("    critical: true\n", "    critical: oui\n",
         "8: journeys.demander.critical: 'oui': is neither true nor false; write true or false"),
        ("127.0.0.1:9001", "127.0.0.1:15432", "23: dependencies.identite.upstream: 127.0.0.1:15432 "
         "is also dependencies.base.listen; each needs an address of its own"),
        ("127.0.0.1:19001", "127.0.0.1:8080", "22: dependencies.identite.listen: 127.0.0.1:8080 "
         "is also service.address; each needs an address of its own"),
        ("  identite:", "  base:",
         "20: dependencies.base: is written twice, first at line 19; keep one"),
        ("start: [python, -m, guichet], ", "", "24: power: level `process` needs `start:`, the "
         "command that starts the service"),
        ("20 s", "20 seconds", "24: power.boot_within: '20 seconds': is not a duration; write for"),
        ("floor: 55", "floor: 155", "29: gate.floor: 155: must be at most 100"),
        ("  HUM-2:", "  HMU-2:", "27: declared.HMU-2: no such criterion. Did you mean HUM-2?"),
        ("{IND-4:", "{IND-44:",
         "28: not_applicable.IND-44: no such criterion. Did you mean IND-4?"),
        ('"aucun paiement en ligne"', '" "',
         "28: not_applicable.IND-4: the reason is empty; write it, reports show it"),
        ("  HUM-2:", "  CON-1:", "27: declared.CON-1: CON-1 is measured and cannot be declared;"
         " remove it"),
        ("  HUM-2:", "  GOV-3:", "27: declared.GOV-3: GOV-3: value is missing; name any of roles,"),
        ("evidence: exercice.pdf", 'evidence: exercice.pdf, value: "90 %"', "27: declared.HUM-2: "
         "HUM-2: value: '90 %' is not used, only the level counts; remove it"),
        ("level: proven", "level: sure", "27: declared.HUM-2.level: 'sure': must be"),
        ("date: 2026-03-02", "date: 2026-13-02", "27: declared.HUM-2.date: 2026-13-02: is "
         "not a date; write for example 2027-03-31"),
    ],
)  # fmt: skip
def test_each_mistake_gives_one_line(file: Path, old: str, new: str, message: str) -> None:
    assert old in PROFILE
    (line,) = refused(file, PROFILE.replace(old, new, 1))
    assert line.startswith(message)


def test_several_mistakes_are_reported_together(file: Path) -> None:
    text = PROFILE.replace("  HUM-2:", "  HMU-2:").replace("    critical: true\n", "")
    assert [line.partition(": ")[0] for line in refused(file, text)] == ["6", "26"]


def test_a_remote_service_needs_an_authorisation(file: Path) -> None:
    assert refused(file, FAR) == [
        "4: service.address: staging.example.fr is not this machine; add "
        "`authorisation:` with granted_by, until, hosts and max_rate"
    ]
    assert read(file, FAR + AUTHORISATION % (until(1), "50/s")).authorisation is not None


def test_expired_and_foreign_authorisations_are_refused(file: Path) -> None:
    lines = refused(file, FAR + AUTHORISATION % (until(-1), "50/s"))
    assert lines == [f"30: authorisation.until: ended on {until(-1)}; ask for a new one"]
    other = AUTHORISATION.replace("[staging", "[production") % (until(1), "50/s")
    assert refused(file, FAR + other) == [
        "30: authorisation.hosts: staging.example.fr is missing; ask its owner, then add it"
    ]


def test_a_plan_above_the_authorised_rate_is_refused(file: Path) -> None:
    file.write_text(FAR + AUTHORISATION % (until(1), "1/s"), encoding="utf-8")
    with pytest.raises(Misuse, match=r"authorisation.max_rate: this crisis needs .* 1 are allo"):
        prepare(file, "tous-risques", 1, 60)
    file.write_text(FAR + AUTHORISATION % (until(1), "500/s"), encoding="utf-8")
    assert prepare(file, "tous-risques", 1, 60).seed == 1


def test_a_plan_is_read_after_its_authorisation_has_ended(file: Path) -> None:
    profile = read(file, FAR + AUTHORISATION % (until(1), "50/s"))
    ended = profile.model_dump(mode="json", by_alias=True)
    ended["authorisation"]["until"] = "2020-01-01"
    assert Profile.model_validate(ended).authorisation is not None


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("http://127.0.0.1:80", True),
        ("http://127.9.9.9:80", True),
        ("http://localhost:80", True),
        ("http://[::1]:80", True),
        ("http://10.0.0.1:80", False),
        ("http://127.0.0.1.example.fr", False),
        ("https://example.fr", False),
    ],
)
def test_local_addresses(file: Path, address: str, local: bool) -> None:
    if local:
        assert targets(read(file, PROFILE.replace("http://127.0.0.1:8080", address))) == {}
    else:
        lines = refused(file, PROFILE.replace("http://127.0.0.1:8080", address))
        assert "is not this machine" in lines[0]


def test_an_unknown_crisis_is_reported(file: Path) -> None:
    file.write_text(PROFILE, encoding="utf-8")
    with pytest.raises(Misuse, match=r"no such crisis; .*Did you mean tous-risques\?"):
        prepare(file, "tous-risque", 1, 60)
    with pytest.raises(Misuse, match=r"nowhere.yaml: no such file"):
        prepare(file, "nowhere.yaml", 1, 60)
    crisis = file.with_name("crisis.txt")
    crisis.write_text("epreuve: 1\n")
    with pytest.raises(Misuse, match=r"crisis.txt: the name of a crisis file ends in \.yaml"):
        prepare(file, str(crisis), 1, 60)
