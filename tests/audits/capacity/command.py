"""The command line, and its exit code."""

import pytest

from epreuve.audits.cli.shared.group import main


def ran(words: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(words)
    return int(str(ended.value.code))
