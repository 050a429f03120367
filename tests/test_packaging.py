"""One import name, four folders: links, sdist, the wheel built from it, its installation."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[1]
FOLDERS = ("audits", "faults", "probes", "reports")
PROJECT = ("pyproject.toml", "README.md", "LICENSE", ".gitignore", "conftest.py")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, so that building leaves nothing in the checkout."""
    copy = tmp_path_factory.mktemp("project")
    for name in PROJECT:
        shutil.copy(ROOT / name, copy / name)
    for name in (*FOLDERS, "tests"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.fixture(scope="module")
def built(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the sdist and of the wheel built from it."""
    folder = tmp_path_factory.mktemp("dist")
    words = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(source)]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel and the dependencies of this one, without the checkout."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps"]
    subprocess.run([*pip, "--no-index", "--quiet", str(wheel)], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return folder


def run(installed: Path, tmp_path: Path, *words: str) -> str:
    done = subprocess.run(
        [str(installed / "bin" / words[0]), *words[1:]], cwd=tmp_path, capture_output=True,
        text=True, env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_links_are_links() -> None:
    links = ROOT / ".links" / "epreuve"
    targets = {link.name: link.readlink() for link in links.iterdir() if link.is_symlink()}
    assert targets == {name: Path("../..") / name for name in FOLDERS}
    assert len(list(links.iterdir())) == len(FOLDERS)
    assert all((links / name).resolve() == ROOT / name for name in FOLDERS)


def test_the_wheel_has_the_four_folders_and_nothing_else(source: Path, wheel: Path) -> None:
    expected = {
        f"epreuve/{path.relative_to(source)}"
        for name in FOLDERS
        for path in (source / name).rglob("*")
        if path.is_file()
    }
    names = zipfile.ZipFile(wheel).namelist()
    assert len(names) == len(set(names))
    files = {name for name in names if ".dist-info/" not in name}
    assert files == expected
    for ending in (".yaml", ".po", ".html", ".svg", ".css", "py.typed"):
        assert any(name.endswith(ending) for name in files), ending


def test_the_wheel_has_one_top_level_name(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {name for name in tops if not name.endswith(".dist-info")} == {"epreuve"}


def test_every_folder_has_py_typed(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name for name in names if name.endswith("py.typed")} == {
        f"epreuve/{name}/py.typed" for name in FOLDERS
    }


def test_the_sdist_has_the_tests(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "conftest.py"} <= names
    assert "tests/test_packaging.py" in names
    assert not [name for name in names if "__pycache__" in name]


def test_the_wheel_has_its_command_and_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {
            name.rpartition("/")[2]: name for name in archive.namelist() if "dist-info" in name
        }
        assert b"epreuve = epreuve.audits.__main__:main" in archive.read(names["entry_points.txt"])
        metadata = archive.read(names["METADATA"]).decode()
    assert "Requires-Python: >=3.11" in metadata
    assert "License-Expression: Apache-2.0" in metadata
    assert "LICENSE" in names


def test_the_installed_package_works_from_any_folder(installed: Path, tmp_path: Path) -> None:
    code = "import epreuve.audits, epreuve.reports; print(epreuve.audits.__file__)"
    module = Path(run(installed, tmp_path, "python", "-c", code).strip())
    assert installed in module.parents  # the wheel, not the checkout
    assert run(installed, tmp_path, "epreuve", "--version").startswith("epreuve 0.")
    for name in ("sobre", "fragile"):
        profile = module.parent / "demo" / f"{name}.yaml"
        assert "OK" in run(installed, tmp_path, "epreuve", "check", str(profile))
    drawn = run(installed, tmp_path, "epreuve", "plan", str(profile), "--scale", "60")
    assert "Guichet de Saint-Exemple" in drawn
    assert list(tmp_path.iterdir()) == []
