"""Texts of public pages without local folders and raw errors."""

import pytest

from epreuve.reports.published import published_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/marie/runs/a/evidence.db: no space left.", "evidence.db: no space left."),
        ("the file “/tmp/stop-7” exists", "the file “stop-7” exists"),
        ("read '/var/log/service.log'.", "read 'service.log'."),
        ("~/secret/profile.yaml is missing", "profile.yaml is missing"),
        (r"C:\Users\marie\run\evidence.db is missing", "evidence.db is missing"),
        ("[Errno 28] No space left on device", "No space left on device"),
        ("sqlite3.OperationalError: database is locked", "database is locked"),
        ("ValueError: 3", "3"),
        ("KeyError('x')", ""),
        ("Traceback (most recent call last): boom", "boom"),
    ],
)
def test_local_folders_and_raw_errors_are_left_out(text: str, shown: str) -> None:
    assert published_text(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "GET /demarches/acte",
        "`POST /dossiers/{receipt}.json`",
        "http://127.0.0.1:18200/tmp/page",
        "1/1 (demonstration bench)",
        "Page /urgence did not respond.",
        "Errors of users: 3.",
        "tool error",
    ],
)
def test_the_words_of_the_service_stay(text: str) -> None:
    assert published_text(text) == text
