"""Settings of a trial: its profile, its folder, its options."""

from pathlib import Path

import pytest
import yaml

from epreuve.audits.profile.loading import prepare_profile
from tests.field.install import scripts, version_of
from tests.field.leftovers import leftovers
from tests.field.service import Service, services
from tests.field.trial import Trial, free_folder, profile_at


@pytest.mark.parametrize("service", services().values(), ids=services())
def test_each_profile_is_valid_at_another_rate(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(profile_at(service.profile.read_text("utf-8"), 60), "utf-8")
    profile = prepare_profile(path)
    assert profile.service.normal_peak == pytest.approx(1.0)
    assert profile.critical()


@pytest.mark.parametrize("service", services().values(), ids=services())
def test_each_critical_step_names_its_user_in_the_access_log(service: Service) -> None:
    document = yaml.safe_load(service.profile.read_text("utf-8"))
    steps = [step for one in document["journeys"].values() for step in one["steps"]]
    assert all(step["headers"]["From"] == "{citizen.email}" for step in steps)


def test_a_profile_without_a_normal_peak_is_refused() -> None:
    with pytest.raises(ValueError, match="normal_peak"):
        profile_at("service: {}\n", 15)


def test_a_finished_run_keeps_its_folder(tmp_path: Path) -> None:
    assert free_folder(tmp_path, "wiki-1") == tmp_path / "wiki-1"
    (tmp_path / "wiki-1").mkdir()
    assert free_folder(tmp_path, "wiki-1") == tmp_path / "wiki-1.2"


def test_options_of_the_scale() -> None:
    def options(scale: str) -> list[str]:
        return Trial(Service("wiki"), "plain", 15, scale, 1).scale_options()

    assert options("quick") == ["--quick"]
    assert options("default") == []
    assert options("5") == ["--scale", "5"]
    assert Trial(Service("wiki"), "loses", 60, "quick", 2).name == "wiki-loses-60-quick-2"


def test_a_changed_file_is_installed_again_and_a_compiled_one_is_not(tmp_path: Path) -> None:
    (tmp_path / "install.sh").write_text("a")
    first = version_of([tmp_path])
    (tmp_path / "content.pyc").write_text("b")
    assert version_of([tmp_path]) == first
    (tmp_path / "install.sh").write_text("c")
    assert version_of([tmp_path]) != first


def test_a_changed_script_of_another_service_installs_nothing_again() -> None:
    assert [path.name for path in scripts("kinto")] == ["debian.sh", "kinto.sh", "postgresql.sh"]


def test_processes_of_another_run_are_no_leftovers(tmp_path: Path) -> None:
    for number, folder in ((7, "/runs/a"), (8, "/runs/ab"), (9, "/runs/a")):
        process = tmp_path / str(number)
        process.mkdir()
        (process / "environ").write_bytes(f"HOME=/root\0FIELD_DATA={folder}/service\0".encode())
        (process / "comm").write_text(f"server-{number}\n")
    assert leftovers(Path("/runs/a"), tmp_path) == {7: "server-7", 9: "server-9"}


@pytest.mark.parametrize("link", ["cwd", "fd/2"])
def test_a_server_without_its_environment_is_known_by_its_files(tmp_path: Path, link: str) -> None:
    process = tmp_path / "7"
    (process / "fd").mkdir(parents=True)
    (process / "environ").write_bytes(b"server: idle")
    (process / "comm").write_text("server\n")
    (process / link).symlink_to("/runs/a/service/logs/error.log")
    assert leftovers(Path("/runs/a"), tmp_path) == {7: "server"}
    assert leftovers(Path("/runs/b"), tmp_path) == {}
