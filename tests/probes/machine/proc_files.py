"""Text files of `/proc` and of a control group, for tests."""

from pathlib import Path


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files, by path below `folder`; return it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def stat(pid: int, parent: int, used: int, reaped: int = 0, birth: int = 100) -> dict[str, str]:
    """The `stat` file of one process, with CPU times in ticks; its name has a parenthesis."""
    zeros = "0 " * 8
    text = f"{pid} (a) b) S {parent} {zeros[:-1]} 0 {used} 0 {reaped} 0 20 0 1 0 {birth} 0 0\n"
    return {f"{pid}/stat": text}
