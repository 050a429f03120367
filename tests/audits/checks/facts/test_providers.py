"""Providers by name, domain and address."""

from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile.model import Profile
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "evidence.db"


def providers_of(path: Path, service: Any, page: Any = None, **dependencies: Any) -> dict[str, str]:
    listens = (f"127.0.0.1:{20_000 + port}" for port in range(99))
    profile = Profile.model_validate(
        {
            "epreuve": 1,
            "service": {"name": "s", "normal_peak": "2/s", **service},
            "journeys": {"j": {"critical": True, "steps": [{"get": "/"}]}},
            "dependencies": {
                name: {"listen": next(listens), **dependency}
                for name, dependency in dependencies.items()
            },
            "status_page": page,
        }
    )
    with Recorder(path) as recorder:
        recorder.flush()
    plan = make_plan(profile, read_crisis("tous-risques"), seed=1, scale=60)
    facts = Facts(plan, Evidence(path))
    try:
        providers: dict[str, str] = facts.providers
    finally:
        facts.evidence.close()
    return providers


def third(kind: str, upstream: str, **more: Any) -> dict[str, Any]:
    return {"set": kind, "upstream": upstream, **more}


HERE = {"address": "http://127.0.0.1:8080"}


def test_hosts_of_one_domain_are_one_provider(path: Path) -> None:
    assert providers_of(
        path,
        {"address": "https://demarches.exemple.gouv.fr"},
        {"address": "https://etat.exemple.gouv.fr/"},
        identite=third("ID", "idp.autre.gouv.fr:443"),
        cdn=third("CDN", "a.b.diffusion.net:443"),
        sms=third("OTP", "9.9.9.9:443"),
        nom=third("DNS", "[2620:fe::fe]:53"),
        courriel=third("MAIL", "smtp.sfr.fr:25"),
        carte=third("MAP", "tuiles.exemple.org:443"),
        base=third("DB", "10.0.0.3:5432"),
    ) == {
        "service": "exemple.gouv.fr",
        "status_page": "exemple.gouv.fr",
        "dependencies.identite": "autre.gouv.fr",
        "dependencies.cdn": "diffusion.net",
        "dependencies.sms": "9.9.9.9",
        "dependencies.nom": "2620:fe::fe",
        "dependencies.courriel": "sfr.fr",
    }


def test_the_name_in_the_profile_comes_first(path: Path) -> None:
    assert providers_of(
        path,
        {**HERE, "provider": "Nuage"},
        {"address": "http://127.0.0.1:8081", "provider": "Voisine"},
        identite=third("ID", "127.0.0.1:9001", provider="Nuage"),
    ) == {"service": "Nuage", "status_page": "Voisine", "dependencies.identite": "Nuage"}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "idp", "192.168.1.3", "[::1]"])
def test_a_local_bench_without_names_gives_no_evidence_and_lists_the_fields(
    path: Path, host: str
) -> None:
    with pytest.raises(NoEvidence) as raised:
        providers_of(
            path, {**HERE, "provider": "Nuage"}, "none",
            identite=third("ID", f"{host}:9001"), sms=third("OTP", "sms.exemple.net:443"),
        )  # fmt: skip
    assert raised.value.text.en == (
        "The provider is unknown on a local bench. Name it (`provider:`) for: "
        "dependencies.identite."
    )


def test_two_functions_are_too_few(path: Path) -> None:
    with pytest.raises(NoEvidence, match=r"Known functions: 2\. At least 3 are needed"):
        providers_of(
            path, {**HERE, "provider": "a"}, None, sms=third("OTP", "127.0.0.1:1", provider="b")
        )
