"""Plans from the options of a user: the numbers that are drawn for each run."""

from pathlib import Path

import epreuve.audits.demo
from epreuve.audits.execution.preparation import calibrated, prepare

SOBRE = Path(epreuve.audits.demo.__file__).with_name("sobre.yaml")


def test_the_default_seed_is_random() -> None:
    seeds = {prepare(SOBRE, "tous-risques", None, 60).seed for _ in range(5)}
    assert len(seeds) > 1


def test_each_run_has_a_nonce_of_its_own_that_its_calibration_keeps() -> None:
    plans = [prepare(SOBRE, "tous-risques", 1, 60) for _ in range(3)]
    assert len({plan.nonce for plan in plans}) == 3
    assert calibrated(plans[0], plans[0].calibration) == plans[0]
    assert prepare(SOBRE, "tous-risques", 1, 60, nonce="").nonce == ""
