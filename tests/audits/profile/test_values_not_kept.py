"""Captured values in the steps after a journey."""

from pathlib import Path

import pytest

from epreuve.audits.errors import Misuse
from epreuve.audits.profile.loading import prepare_profile
from tests.audits.profile.test_profile import PROFILE

READ = "      - get: /dossiers/{receipt}\n"


def check(folder: Path, steps: str) -> None:
    file = folder / "profile.yaml"
    file.write_text(PROFILE.replace(READ, steps), encoding="utf-8")
    prepare_profile(file)


def test_a_value_that_is_not_kept_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misuse) as raised:
        check(tmp_path, "      - get: /dossiers/{receipt}?k={token}&n={citizen.name}\n")
    assert str(raised.value) == (
        f"{tmp_path}/profile.yaml:7: journeys.demander: verify, unique and processed: {{token}} "
        "is not kept after the journey; use {receipt} or {citizen.name}, or capture it in these "
        "steps"
    )


def test_a_value_captured_in_these_steps_is_accepted(tmp_path: Path) -> None:
    step = "      - {get: /login, capture: {token: 'k=(.*)'}}\n"
    check(tmp_path, step + "      - get: /dossiers/{receipt}?k={token}&n={citizen.name}\n")
