"""`epreuve explain RUN CRITERION`: the finding and the evidence of a run."""

import itertools
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from epreuve.audits.checks.facts.traffic import TrafficObservation
from epreuve.audits.cli.explain import command
from epreuve.audits.cli.shared.group import main
from epreuve.audits.crises.network import networks as all_networks
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.assess import assess_run
from epreuve.audits.scoring.shown_names import shown_names
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.pages.receipt_records import ReceiptObservation
from epreuve.reports.text import Text
from tests.audits import frozen

MEASURED = [criterion.id for criterion in load_grid().criteria if criterion.kind == "measured"]


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return frozen.write(tmp_path_factory.mktemp("run") / "bad", frozen.plan(), frozen.BAD)


def explained(*arguments: object, language: str = "en") -> str:
    result = CliRunner().invoke(command, [*map(str, arguments), "--lang", language])
    assert result.exception is None, result.exception
    return result.output


def test_lost_receipts_are_shown_with_their_requests(bad: RunFolder) -> None:
    text = explained(bad.path, "dat-1")
    assert text.startswith("DAT-1 · No acknowledged submission lost\nRun frozen\n")
    assert ", 0 points of 100." in text
    assert "receipts read again after the crisis are lost." in text
    assert "Repair: " in text
    assert "removes K1" in text
    assert " · lost · " in text
    assert "Evidence: `observation`: kind `receipt`" in text
    assert "status 404" in text


def test_requests_have_status_bytes_and_time(bad: RunFolder) -> None:
    lines = explained(bad.path, "CON-1").splitlines()
    requests = [line for line in lines if "GET / · " in line]
    assert [line for line in requests if "gave up · 0 B · 0.15 s · user " in line]
    assert [line for line in requests if "success · status 200 · 900 B · 0.3 s · user " in line]


def test_cells_show_where_a_dependency_stops_a_journey(bad: RunFolder) -> None:
    assert "GET / · first-byte time-out · 0 B" in explained(bad.path, "DEG-2")


def test_records_of_probes_are_shown(bad: RunFolder) -> None:
    assert "page /\n            outcome: success, " in explained(bad.path, "FRU-3")


def test_the_french_text(bad: RunFolder) -> None:
    text = explained(bad.path, "DAT-1", language="fr")
    assert "Résultat" in text
    assert "Exemples tirés des preuves, à l’heure de l’essai" in text.replace("'", "’")
    assert " · perdu · " in text
    assert "Preuves : `observation` : type `receipt`" in " ".join(text.split())


def test_the_french_text_names_networks_by_their_titles(bad: RunFolder) -> None:
    texts = [explained(bad.path, id, language="fr") for id in MEASURED]
    shown = set(re.findall(r"usager \d+ \((.*)\)$", "\n".join(texts), re.MULTILINE))
    assert "témoin" in shown
    titles = {network.title.fr for network in all_networks().values()}
    assert shown <= {"témoin", *titles}


@pytest.mark.parametrize("criterion", MEASURED)
def test_each_measured_criterion_is_explained(bad: RunFolder, criterion: str) -> None:
    text = explained(bad.path, criterion)
    assert text.startswith(criterion)
    has_result = "Result: not assessed." not in text and "not applicable" not in text
    assert not has_result or "Examples from the evidence" in text or "holds no example" in text


def test_nothing_is_written(bad: RunFolder) -> None:
    before = {path: path.read_bytes() for path in bad.path.rglob("*") if path.is_file()}
    explained(bad.path, "DAT-1")
    after = {path: path.read_bytes() for path in bad.path.rglob("*") if path.is_file()}
    assert after == before


def test_the_text_of_a_service_cannot_change_the_terminal(tmp_path: Path) -> None:
    assert "\x1b" not in explained(
        frozen.write(tmp_path / "run", frozen.plan(), frozen.BAD).path, "CON-1"
    )


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    with pytest.raises(SystemExit) as exit:
        main(["explain", *map(str, arguments), "--lang", "en"])
    assert exit.value.code == 2
    return capsys.readouterr().err


def test_errors_name_the_remedy(
    bad: RunFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Did you mean DAT-1?" in refused(capsys, bad.path, "DAT-11")
    assert "no such folder; give the folder of a run" in refused(capsys, tmp_path / "x", "DAT-1")
    (tmp_path / "empty").mkdir()
    assert "is not a run folder" in refused(capsys, tmp_path / "empty", "DAT-1")
    assert "give a criterion, or a run and a criterion" in refused(capsys)
    assert "give a criterion, or a run and a criterion" in refused(capsys, "a", "b", "c")
    assert "name its criterion after it" in refused(capsys, bad.path)


def test_a_run_without_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = frozen.write(tmp_path / "run", frozen.plan(), frozen.GOOD)
    folder.evidence.unlink()
    assert "no such evidence file" in refused(capsys, folder.path, "DAT-1")


def test_a_series_names_one_of_its_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    frozen.write(tmp_path / "trial-1", frozen.plan(), frozen.GOOD)
    assert f"such as {tmp_path / 'trial-1'}" in refused(capsys, tmp_path, "DAT-1")


def test_the_result_is_that_of_the_assessment(bad: RunFolder) -> None:
    finding = next(one for one in assess_run(bad).findings if one.id == "DEG-2")
    assert finding.shown.en in explained(bad.path, "DEG-2")


def test_receipts_that_nobody_read_are_those_that_most_users_got(tmp_path: Path) -> None:
    plan = frozen.plan()
    rows = [
        row._replace(receipt="0") if isinstance(row, Attempt) and row.receipt else row
        for row in frozen.rows(plan, frozen.GOOD)
        if not (isinstance(row, Observation) and isinstance(row.record, ReceiptObservation))
    ]
    text = explained(frozen.keep(tmp_path / "run", plan, rows).path, "DAT-1")
    assert "Result: not assessed." in text
    assert "Cause: Refusals that look like a success." in text
    assert "Small effort, needed to assess these criteria: DAT-1, DAT-2, DAT-3." in text
    assert " · not read again · " in text
    assert text.count("Answer a refusal with status 429 or 503") == 1


def test_a_record_has_titles_in_place_of_ids(tmp_path: Path) -> None:
    plan = frozen.plan()
    ids = {*(one.name for one in plan.windows), *(one.link for one in plan.spans)}
    ids |= {f"citizens-{one.name}" for one in plan.cohorts} | set(plan.profile.dependencies)
    made = [0, *(100 if one.name == "control:normal" else 900 for one in plan.windows)]
    sums = list(itertools.accumulate(made))
    read = [
        Observation(time, window.name, TrafficObservation(opened=dict.fromkeys(sorted(ids), calls)))
        for window, (before, after) in zip(plan.windows, itertools.pairwise(sums), strict=True)
        for time, calls in ((window.start, before), (window.closes, after))
    ]
    rows = [*frozen.rows(plan, frozen.GOOD), *read]
    folder = frozen.keep(tmp_path / "run", plan, rows).path
    coded = {one for one in ids if not one.isalpha()}  # the others are words too
    for criterion, language in (("DEG-9", "en"), ("DEG-9", "fr"), ("DEG-4", "en"), ("FRU-1", "fr")):
        text = " ".join(explained(folder, criterion, language=language).split())
        assert not coded & set(re.findall(r"[\w:-]+", text)), text
    assert "traffic Baseline 1 opened: (" in " ".join(explained(folder, "DEG-9").split())


def test_the_links_of_probes_have_titles() -> None:
    names = shown_names(frozen.plan())
    assert names["citizens-edge-probe"] == Text(fr="sonde (EDGE)", en="probe (EDGE)")
    assert names["citizens-edge-lossy"].en == all_networks()["edge-lossy"].title.en
    assert names["citizens-edge-probe-carte"].en == "probe (EDGE) to map tiles"
    assert names["dependency-base"].en == "database"
