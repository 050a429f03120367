"""Programs and files that a profile names and that this machine does not have."""

import ast
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.translation import translate
from epreuve.audits.reading.address import Command
from epreuve.audits.reading.mistake import Location
from epreuve.audits.reading.yaml_file import Problem
from epreuve.reports.text import Text

Environment = Mapping[str, str]


def missing_programs(profile: Profile) -> Iterator[Problem]:
    """Yield each program, and each user class of a locustfile, that does not exist.

    Both are looked up as a run does: from the folder where `epreuve` was started.
    """
    for location, command, env in _commands(profile):
        problem = _program_problem(command[0], env)
        if problem is not None:
            yield location, problem
    for name, journey in profile.journeys.items():
        for index, step in enumerate(journey.steps):
            if step.locust is not None and (problem := _class_problem(step.locust)) is not None:
                yield ("journeys", name, "steps", index, "locust"), problem


def starts_programs(profile: Profile) -> bool:
    """Return whether a run starts the service, a dependency or the status page."""
    return any(location[-1] == "start" for location, _, _ in _commands(profile))


def _commands(profile: Profile) -> Iterator[tuple[Location, Command, Environment]]:
    power, drill, status, export = (
        profile.power, profile.drill, profile.status_page, profile.export,
    )  # fmt: skip
    candidates: list[tuple[Location, Command | None, Environment]] = [
        (("power", field), getattr(power, field), power.env)
        for field in ("start", "cut", "restore")
    ]
    if drill is not None:
        candidates += [
            (("drill", field), getattr(drill, field), {}) for field in ("destroy", "restore")
        ]
    for name, dependency in profile.dependencies.items():
        candidates.append((("dependencies", name, "start"), dependency.start, dependency.env))
    if status is not None and status != "none":
        candidates.append((("status_page", "start"), status.start, status.env))
    if export is not None and export.administrator != "none":
        full = export.administrator
        candidates.append((("export", "administrator", "command"), full.command, full.env))
    yield from ((at, command, env) for at, command, env in candidates if command is not None)


def _program_problem(program: str, env: Environment) -> Text | None:
    if "{" in program:  # {python}, {run}, {env.NAME}
        return None
    path = env.get("PATH", "")
    if shutil.which(program, path=path if path and "{" not in path else None) is not None:
        return None
    if "/" in program and Path(program).is_file():
        return translate(
            "{program}: is not executable; run {command}, or name its interpreter first",
            program=repr(program), command=f"chmod +x {program}",
        )  # fmt: skip
    if " " in program:
        words = ", ".join(program.split())
        return translate(
            "{program}: no such program; write each word apart: {words}",
            program=repr(program), words=f"[{words}]",
        )  # fmt: skip
    return translate(
        "{program}: no such program on this machine; install it, or correct its name or path (from "
        "the folder {folder})",
        program=repr(program), folder=str(Path.cwd()),
    )  # fmt: skip


def _class_problem(written: str) -> Text | None:
    file, _, name = written.rpartition(":")
    try:
        tree = ast.parse(Path(file).read_bytes())
    except (OSError, SyntaxError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return translate(
            "{file}: cannot be read ({reason}); write the path of a Python file, from the folder "
            "{folder}",
            file=repr(file), reason=str(reason), folder=str(Path.cwd()),
        )  # fmt: skip
    if name in _names(tree):
        return None
    return translate(
        "{file}: has no class {name}; correct the name", file=repr(file), name=repr(name)
    )


def _names(tree: ast.Module) -> set[str]:
    """Return the names that a module defines at its top, or may import."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(one.asname or one.name).partition(".")[0] for one in node.names}
    return names
