"""Access logs: what is parsed, and which journeys ended well."""

from tests.field.access_log import Acceptance, clock_offset, ended_well, parse

ANNA, BEN = "citoyen-1-1@exemple.invalid", "citoyen-1-2@exemple.invalid"
LINES = [
    f"1000.500\t{ANNA}\t200\tOK\t0.010\tGET\t/\n",
    f"1001.000\t{ANNA}\t302\tOK\t0.120\tPOST\t/send\n",
    f"1001.250\t{ANNA}\t200\tOK\t0.030\tGET\t/saved\n",
    f"1002.000\t{BEN}\t200\tOK\t0.010\tGET\t/\n",
    f"1003.000\t{BEN}\t302\tOK\t0.120\tPOST\t/send\n",
    f"1003.100\t{BEN}\t200\t\t0.030\tGET\t/saved\n",
    "1004.000\t-\t200\tOK\t0.030\tGET\t/sav",
]


def test_lines_are_parsed_and_an_unfinished_one_is_skipped() -> None:
    answers = list(parse(LINES))
    assert len(answers) == 6
    assert (answers[1].time, answers[1].email, answers[1].status) == (1001.0, ANNA, 302)
    assert not answers[5].complete


def test_a_journey_ends_well_only_with_the_whole_page_after_the_redirect() -> None:
    assert ended_well(parse(LINES), Acceptance(302)) == {ANNA}


def test_an_answer_without_redirect_ends_the_journey() -> None:
    lines = [f"1001.000\t{ANNA}\t201\tOK\t0.120\tPOST\t/records\n"]
    assert ended_well(parse(lines), Acceptance(201)) == {ANNA}


def test_a_page_with_status_200_that_refuses_a_submission_is_not_its_end() -> None:
    lines = [f"1001.000\t{ANNA}\t200\tOK\t0.120\tPOST\t/send\n"]
    assert ended_well(parse(lines), Acceptance(302)) == set()


def test_a_login_is_no_submission() -> None:
    lines = [
        f"1001.000\t{ANNA}\t200\tOK\t0.120\tPOST\t/user/login\n",
        f"1002.000\t{BEN}\t200\tOK\t0.120\tPOST\t/issues/new\n",
    ]
    assert ended_well(parse(lines), Acceptance(200, "/issues/new")) == {BEN}


def test_the_offset_is_the_time_of_the_log_at_the_start_of_the_run() -> None:
    assert clock_offset(parse(LINES), [(ANNA, 0.5), (BEN, 2.0), ("unknown", 9.0)]) == 1000.0
