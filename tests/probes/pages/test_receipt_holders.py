"""Receipts that several users hold."""

from epreuve.probes.pages.receipt_holders import (
    Cuts,
    holders,
    mistake,
    requests_for_receipt,
    superseded_receipt,
    without_receipt,
)
from tests.probes.pages.reading import journey
from tests.probes.pages.store import attempt


def test_a_value_given_again_after_a_cut_is_a_proof_of_loss() -> None:
    before, between, after = attempt(1, "17", 10), attempt(2, "17", 20), attempt(3, "17", 30)
    other = attempt(4, "18", 11)
    result = holders([after, before, other, between], Cuts((15.0, 25.0)), {})
    assert result.superseded == (before, between)
    assert result.to_read == (after, other)
    assert result.mistaken == ()


def test_a_receipt_read_after_the_cut_was_made_when_its_request_was_sent() -> None:
    slow, after = attempt(1, "17", 15.4), attempt(2, "17", 20)
    cuts = Cuts((15.0,), {1: 14.6, 2: 19.8})
    assert holders([slow, after], cuts, {}).superseded == (slow,)
    assert holders([slow, after], Cuts((15.0,)), {}).mistaken == ((slow, after),)


def test_a_value_given_again_after_a_void_cut_proves_nothing() -> None:
    first, second, third = attempt(1, "17", 10), attempt(2, "17", 20), attempt(3, "17", 30)
    result = holders([first, second, third], Cuts((15.0,), void=(25.0,)), {})
    assert (result.superseded, result.unsure, result.to_read) == ((first,), (second,), (third,))
    assert result.mistaken == ()
    for void, state in ((False, "lost"), (True, "unread")):
        record = superseded_receipt(first, 99.0, void=void).record
        assert (record.state, record.requested) == (state, True)
        assert ("void" in record.reason) is void


def test_a_value_shared_without_a_cut_is_no_receipt() -> None:
    group = [attempt(number, "0", 10.0 + number) for number in range(5)]
    stored = attempt(9, "8", 11)
    result = holders([*group, stored], Cuts((12.5,)), {})
    assert result.mistaken == (tuple(group),)
    assert (result.to_read, result.superseded) == ((stored,), ())
    observation = mistake(group, {}, 12.0, 99.0)
    assert (observation.subject, observation.time) == ("0", 99.0)
    record = observation.record
    assert (record.holders, record.on_form, record.calm) == (5, False, True)
    assert not mistake(group, {}, 11.0, 99.0).record.calm  # one user only, before it
    judged = without_receipt(group[0])
    assert (judged.outcome, judged.receipt, judged.receipt_at) == ("wrong content", "", -1.0)


def test_values_given_again_after_others_may_be_those_of_a_crash() -> None:
    """A service crashes without a power cut, and its numbers begin again."""
    before = [attempt(n, str(n), 10.0 + n) for n in range(1, 4)]
    after = [attempt(10 + n, str(n), 50.0 + n) for n in range(1, 3)]
    result = holders([*before, *after], Cuts(), {})
    assert result.again == ((before[0], after[0]), (before[1], after[1]))
    assert (result.to_read, result.mistaken) == ((before[2],), ())


def test_the_number_of_the_last_request_that_two_users_see_is_no_receipt() -> None:
    first, between, second = attempt(1, "17", 10.0), attempt(2, "18", 10.2), attempt(3, "17", 10.4)
    sent = {1: 9.0, 2: 9.5, 3: 9.8}  # before the value in between
    result = holders([first, between, second], Cuts((), sent), {})
    assert (result.mistaken, result.again) == (((first, second),), ())


def test_a_value_of_the_empty_form_is_no_receipt() -> None:
    alone = attempt(1, "0", 10)
    values = {"request": {"0"}}
    assert holders([alone], Cuts(), values).mistaken == ((alone,),)
    assert holders([alone._replace(journey="other")], Cuts(), values).mistaken == ()
    record = mistake((alone,), values, 12.0, 99.0).record
    assert (record.holders, record.on_form, record.calm) == (1, True, True)


def test_two_journeys_may_number_their_receipts_alike() -> None:
    pair = attempt(1, "17", 10), attempt(2, "17", 11, journey="other")
    assert len(holders(pair, Cuts(), {}).to_read) == 2


PAGES = {"request": "GET /{receipt}", "other": "GET /{receipt}"}


def test_two_journeys_read_at_one_address_share_a_counter() -> None:
    first, again = attempt(1, "17", 10), attempt(2, "17", 20, journey="other")
    last = attempt(3, "17", 30)
    cuts = Cuts((15.0, 25.0))
    result = holders([last, again, first], cuts, {}, PAGES)
    assert (result.to_read, result.superseded) == ((last,), (first, again))
    assert len(holders([first, again], cuts, {}, {"request": "x", "other": "y"}).to_read) == 2


def test_journeys_that_number_alike_without_a_cut_have_counters_of_their_own() -> None:
    pairs = [attempt(1, "17", 10), attempt(2, "17", 20, journey="other")]
    alike = [attempt(3, "18", 30), attempt(4, "18", 31, journey="other")]
    result = holders([*pairs, *alike], Cuts((15.0,)), {}, PAGES)
    assert (len(result.to_read), result.superseded, result.mistaken) == (4, (), ())
    throttled = [one._replace(arrival=one.arrival + 9) for one in alike[:1]] + alike[:1]
    result = holders([*pairs, *throttled], Cuts((15.0,)), {}, PAGES)
    assert result.superseded == (pairs[0],)  # a value that is no receipt says nothing of counters


def test_the_requests_for_a_receipt_name_it_alike() -> None:
    steps = [{"get": "/request"}, {"get": "/request/{receipt}", "expect": {"contains": "light"}}]
    number = [{"post": "/r", "capture": {"no": "(.*)"}}]
    own = [{**steps[0], "name": "form"}, {"get": "/request/{no}"}]
    other = journey(steps=number, acknowledged_by="no", verify=own, unique=[])
    requests = requests_for_receipt(journey(verify=steps))
    assert requests == requests_for_receipt(other) != ""
    assert requests_for_receipt(journey(verify=steps[1:])) != requests
    by_name = [{"get": "/by?name={citizen.name}", "expect": {"contains": "{receipt}"}}]
    assert requests_for_receipt(journey(verify=by_name)) == ""
