"""Reasons of findings: bounds, scale, reader of the pages."""

from dataclasses import replace

from tests.audits.checks.judgements.conftest import FORM, held, judged, page, parts, receipts


def test_a_short_cut_names_its_scale_and_the_needed_scale() -> None:
    result = judged("DEG-8", held(replace(FORM, cut=28.0)))
    assert result.mark.outcome == "inconclusive"
    assert (
        "28 s of real time at scale 20; 1,800 s must be proven. This needs scale 1"
        in result.reason.en
    )
    assert "This needs" not in judged("DEG-8", held(FORM)).reason.en


def test_an_unreached_limit_is_a_minimum() -> None:
    result = judged("CON-4", {"ramp_parts": parts(True, True)})
    assert result.shown.en == "at least ×3"


def test_zero_losses_have_a_bound() -> None:
    result = judged("DAT-1", {"receipts": receipts(1500), "cuts_of_the_crisis": 4})
    assert "less than 0.2%" in result.reason.en


def test_the_reader_of_the_pages_is_named() -> None:
    by_parser = judged("FRU-3", {"pages": (page(bytes=1000),)})
    assert by_parser.reason.fr.endswith("Lu par l’analyseur HTML.")
    by_browser = judged("FRU-1", {"edge_page": page(reader="Chromium 156")})
    assert by_browser.reason.en.endswith("Read by Chromium 156.")
