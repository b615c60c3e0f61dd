# SPDX-License-Identifier: Apache-2.0
"""Every setting of a line on real phones: Kamailio with our configuration, baresip, Linphone, and a peer for what no
real phone does."""

import json
import random
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from partyline import Database, database_url, run
from sip_site import Site, site

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def shared_site(
    copy: Callable[[Path, str], Database], token: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    with site(copy, token, tmp_path_factory.mktemp("sip")) as made:
        yield made


@pytest.fixture
def sip(shared_site: Site) -> Iterator[Site]:
    """The site with every app back at its owner's line alone, and no phone."""
    for owner in ("1001", "1002", "1003", "1004"):
        shared_site.show(
            owner, hotlineEnabled=False, hotlineDestination="", allowCallDeclineEnabled=True, lineWeight=1
        )
    yield shared_site
    shared_site.forget_phones()
    try:
        shared_site.wait_for_calls(0)
    except AssertionError:
        # The next test is about something else.
        shared_site.kamailio.kill()
        shared_site.kamailio.start()
        shared_site.settle(5)
        raise


def test_a_call_rings_every_endpoint_of_the_line_and_the_first_answer_cancels_the_rest(sip: Site) -> None:
    sip.show("1002", "1001")
    sip.show("1003", "1001")
    phones = [sip.baresip(owner, "1001") for owner in ("1001", "1002", "1003")]
    call = sip.trunk.call("+18605550101", "+12125550199")
    for phone in phones:
        phone.wait("CALL_INCOMING")
    phones[1].accept()
    call.wait(200)
    phones[1].wait("CALL_ESTABLISHED")
    for phone in (phones[0], phones[2]):
        phone.wait("CALL_CLOSED")
    call.hang_up()
    phones[1].wait("CALL_CLOSED")


def test_an_endpoint_calls_out_as_the_shared_line_with_its_identity(sip: Site) -> None:
    sip.show("1002", "1001")
    phone = sip.baresip("1002", "1001")
    phone.dial("+12125550123")
    invite = sip.trunk.take()
    assert invite.target.startswith("sip:+12125550123@")
    assert "sip:1001@" in invite.one("From")
    assert invite.all("P-Asserted-Identity") == ["<sip:+18605550101@partyline.example>"]
    sip.trunk.pick_up(invite)
    phone.wait("CALL_ESTABLISHED")
    phone.hang_up()
    assert sip.trunk.ended.get(timeout=5).method == "BYE"


def test_a_line_that_the_endpoint_does_not_have_is_403_for_registering_and_calling(sip: Site) -> None:
    phone = sip.peer("1002")
    assert phone.register("1002") == 200
    assert phone.register("1001") == 403
    assert phone.call("+12125550123", "1001").status() == 403
    assert sip.trunk.invites.empty()


def test_a_line_that_is_taken_off_neither_rings_nor_calls_on_the_next_call(sip: Site) -> None:
    sip.show("1002", "1001")
    phone, owner = sip.baresip("1002", "1001"), sip.baresip("1001", "1001")
    call = sip.trunk.call("+18605550101", "+12125550199")
    phone.wait("CALL_INCOMING")
    owner.wait("CALL_INCOMING")
    call.cancel()
    phone.wait("CALL_CLOSED")
    sip.show("1002")
    call = sip.trunk.call("+18605550101", "+12125550199")
    owner.wait("CALL_INCOMING")
    assert phone.hears_nothing("CALL_INCOMING", 0.5)
    call.cancel()
    phone.dial("+12125550123")
    assert "403" in phone.wait("CALL_CLOSED")["param"]
    assert sip.trunk.invites.empty()


@pytest.mark.parametrize("gone", ["kamailio", "partyline"])
def test_a_restart_of_either_side_heals(sip: Site, gone: str) -> None:
    sip.show("1002", "1001")
    phone = sip.peer("1002")
    assert phone.register("1001") == 200
    if gone == "kamailio":
        sip.kamailio.kill()
        sip.show_unsettled("1002")
        sip.kamailio.start()
    else:
        sip.show_unsettled("1002")
        sip.server.kill()
        sip.server.start()
    took = sip.settle(5)
    assert took < 5
    assert phone.call("+12125550123", "1001").status() == 403
    sip.show("1002", "1001")
    # The registration has outlived the restart.
    call = sip.trunk.call("+18605550101", "+12125550199")
    invite = phone.take()
    phone.answer(invite, "180 Ringing")
    phone.pick_up(invite)
    call.wait(200)
    call.hang_up()


def test_a_hotline_calls_its_destination_alone_and_emergency_numbers_always_get_through(sip: Site) -> None:
    phone = sip.peer("1002")
    assert phone.register("1002") == 200
    sip.change("1002", "1002", hotlineEnabled=True, hotlineDestination="+12125550150")
    for dialled in ("hotline", "1002", "+12125550150"):
        call = phone.call(dialled, "1002")
        assert sip.trunk.take().target.startswith("sip:+12125550150@"), dialled
        call.cancel()
    assert phone.call("+12125550123", "1002").status() == 403
    assert phone.call("1001", "1002").status() == 403
    for number in ("911", "9911", "112"):
        call = phone.call(number, "1002")
        invite = sip.trunk.take()
        assert invite.target.startswith(f"sip:{number}@")
        assert invite.one("P-Asserted-Identity") == "<sip:+18605550102@partyline.example>"
        assert invite.one("Priority") == "emergency"
        call.cancel()
    sip.change("1002", "1002", hotlineEnabled=False, hotlineDestination="")
    call = phone.call("+12125550123", "1002")
    assert sip.trunk.take().target.startswith("sip:+12125550123@")
    call.cancel()


def test_an_emergency_call_gets_through_while_the_line_is_full_and_on_a_line_that_it_has_not(sip: Site) -> None:
    phone = sip.peer("1002")
    first = phone.call("+12125550123", "1002")
    sip.trunk.pick_up(sip.trunk.take())
    first.wait(200)
    assert phone.call("+12125550124", "1002").status() == 486
    for line in ("1002", "1004"):
        call = phone.call("911", line)
        assert sip.trunk.take().target.startswith("sip:911@")
        call.cancel()
    first.hang_up()


@pytest.mark.parametrize("kind", ["baresip, which declines with 486", "linphone, which declines with 603"])
@pytest.mark.parametrize("ends_all", [True, False])
def test_declining_on_one_endpoint_ends_the_call_where_its_line_says_so(sip: Site, kind: str, ends_all: bool) -> None:
    sip.show("1002", "1001", allowCallDeclineEnabled=ends_all)
    other = sip.peer("1001")
    assert other.register("1001") == 200
    phone = sip.baresip("1002", "1001") if kind.startswith("baresip") else sip.linphone("1002", "1001")
    call = sip.trunk.call("+18605550101", "+12125550199")
    phone.wait_for_call()
    rung = other.take()
    other.answer(rung, "180 Ringing")
    call.wait(180)
    phone.hang_up()
    if ends_all:
        assert call.status() == 603
        assert other.ended.get(timeout=5).method == "CANCEL"
    else:
        time.sleep(0.5)
        assert other.ended.empty()
        other.pick_up(rung)
        call.wait(200)
        call.hang_up()


def test_a_phone_that_is_busy_declines_nothing(sip: Site) -> None:
    sip.show("1002", "1001")
    owner, busy = sip.peer("1001"), sip.peer("1002")
    assert owner.register("1001") == busy.register("1001") == 200
    call = sip.trunk.call("+18605550101", "+12125550199")
    busy.answer(busy.take(), "486 Busy Here")
    rung = owner.take()
    owner.answer(rung, "180 Ringing")
    owner.pick_up(rung)
    call.wait(200)
    call.hang_up()


def test_a_line_has_as_many_calls_at_once_as_its_weight_ringing_ones_included(sip: Site) -> None:
    sip.change("1002", "1002", lineWeight=2)
    phone = sip.peer("1002")
    assert phone.register("1002") == 200
    calls = []
    for _ in range(2):
        calls.append(sip.trunk.call("+18605550102", "+12125550199"))
        phone.answer(phone.take(), "180 Ringing")
        calls[-1].wait(180)
    assert sip.trunk.call("+18605550102", "+12125550199").status() == 486
    assert phone.call("+12125550123", "1002").status() == 486
    calls[0].cancel()
    # The call that was given up is free again, a moment after its caller has been told.
    sip.wait_for_calls(1)
    another = sip.trunk.call("+18605550102", "+12125550199")
    phone.answer(phone.take(), "180 Ringing")
    another.wait(180)
    sip.change("1002", "1002", lineWeight=3)
    third = phone.call("+12125550123", "1002")
    sip.trunk.take()
    for call in (calls[1], another, third):
        call.cancel()


def test_of_calls_that_come_at_the_same_moment_no_more_ring_than_the_weight(sip: Site) -> None:
    phone = sip.peer("1002")
    assert phone.register("1002") == 200
    for _ in range(5):
        calls = [sip.trunk.call("+18605550102", "+12125550199") for _ in range(8)]
        rung = phone.take()
        phone.answer(rung, "180 Ringing")
        phone.pick_up(rung)
        finals = [call.status() for call in calls]
        assert sorted(finals) == [200] + [486] * 7
        assert phone.invites.empty()
        calls[finals.index(200)].hang_up()
        sip.wait_for_calls(0)


def test_who_did_not_answer_has_its_call_back(sip: Site) -> None:
    sip.show("1002", "1001")
    owner, other = sip.peer("1001"), sip.peer("1002")
    assert owner.register("1001") == other.register("1001") == 200
    call = sip.trunk.call("+18605550101", "+12125550199")
    owner.pick_up(owner.take())
    other.take()
    call.wait(200)
    # The line is full where it was answered alone.
    second = sip.trunk.call("+18605550101", "+12125550199")
    other.pick_up(other.take())
    second.wait(200)
    assert owner.invites.empty()
    call.hang_up()
    second.hang_up()


@pytest.mark.parametrize(
    ("caller", "dialled", "rings"),
    [
        ("1001", "1002", "1002"),
        ("1001", "81001002", "1002"),
        ("1001", "+18605550102", "1002"),
        ("1001", "18605550102", "1002"),
        ("2001", "81001002", "1002"),
        ("2001", "1002", None),
    ],
)
def test_extension_esn_and_number_reach_the_line(sip: Site, caller: str, dialled: str, rings: str | None) -> None:
    phone, callee = sip.peer(caller), sip.peer("1002")
    assert callee.register("1002") == 200
    call = phone.call(dialled, caller)
    if rings is None:
        assert call.status() == 404
        return
    invite = callee.take()
    assert invite.one("P-Asserted-Identity") == f"<sip:{caller}@partyline.example>"
    callee.answer(invite, "180 Ringing")
    call.wait(180)
    call.cancel()


def test_strangers_are_told_the_same_whether_a_number_or_a_user_exists(sip: Site) -> None:
    stranger = sip.peer("1002")
    stranger.secret = "wrong"

    def told(user: str, number: str) -> list[str]:
        stranger.user = user
        request = stranger.request("INVITE", f"sip:{number}@partyline.example", "1002")
        challenge = stranger.exchange(request)
        answer = stranger.exchange(stranger.prove(request, challenge))
        return [challenge.first, answer.first]

    known = sip.credential("1002")["user"]
    assert told(known, "1001") == told("nobody", "1001") == told(known, "9999") == told("nobody", "9999")
    assert sip.trunk.invites.empty()


def test_whoever_guesses_secrets_is_not_heard_for_a_while_but_phones_beside_it_are(sip: Site) -> None:
    phone, guesser = sip.peer("1001"), sip.peer("1002")
    assert phone.register("1001") == 200
    guesser.secret, heard = "wrong", 0
    guesser.user = "nobody"
    try:
        for _ in range(30):
            request = guesser.request("REGISTER", "sip:partyline.example", "1002")
            challenge = guesser.exchange(request, 1)
            guesser.exchange(guesser.prove(request, challenge), 1)
            heard += 1
    except AssertionError:
        pass
    assert 5 <= heard <= 10
    guesser.user = sip.credential("1003")["user"]
    call = phone.call("911", "1001")
    assert sip.trunk.take().target.startswith("sip:911@")
    call.cancel()
    for table in ("banned", "failures"):
        sip.kamailio.rpc("htable.flush", table)


def test_a_new_secret_takes_the_place_of_the_old_one(sip: Site) -> None:
    old = sip.peer("1004")
    assert old.register("1004") == 200
    answer = sip.client.post(sip.client.ours(f"/endpoints/{sip.person('1004')}/sip-credential"))
    new = answer.json()
    assert new["secret"] != old.secret and new["user"] == old.user
    deadline = time.monotonic() + 1
    while old.register("1004") == 200:
        assert time.monotonic() < deadline
    old.secret = new["secret"]
    assert old.register("1004") == 200
    sip.forget_credential("1004", new)


def test_the_api_tells_of_a_credential_and_takes_it_away(sip: Site) -> None:
    path = sip.client.ours(f"/endpoints/{sip.person('1003')}/sip-credential")
    phone = sip.peer("1003")
    assert phone.register("1003") == 200
    told = sip.client.get(path).json()
    made = sip.credential("1003")
    assert told == {key: made[key] for key in ("user", "realm", "created")}
    assert sip.client.delete(path).status_code == 204
    assert sip.client.get(path).status_code == sip.client.delete(path).status_code == 404
    deadline = time.monotonic() + 1
    while phone.user in sip.kamailio.table("secret"):
        assert time.monotonic() < deadline
    assert phone.register("1003") == 401
    sip.forget_credential("1003", sip.client.post(path).json())
    sip.settle()


def test_credentials_are_made_listed_and_removed_from_the_command_line(sip: Site) -> None:
    database = database_url(sip.server.database)
    device = next(row for row in sip.client.read("/devices")["items"])

    def credentials(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run("sip", "credentials", *arguments, "--database", database)

    made = credentials("create", "GRACE.MBEKI@partyline.example", device["mac"], "--output", "json")
    app, phone = json.loads(made.stdout)
    assert app["owner"] == "Grace Mbeki" and app["lines"][0] == "1030" and phone["model"] == device["product"]
    assert len({app["secret"], phone["secret"]}) == 2 and all(len(one["secret"]) == 24 for one in (app, phone))
    listed = json.loads(credentials("list", "--output", "json").stdout)
    assert {app["user"], phone["user"]} <= {one["user"] for one in listed}
    assert not any("secret" in one for one in listed)
    assert app["secret"] not in sip.server.log() + made.stderr
    wrong = credentials("create", "nobody@partyline.example", "00:00:00:00:00:00", "-")
    assert wrong.returncode == 1 and wrong.stderr.count("no such app or device") == 3
    assert credentials("remove", "grace.mbeki@partyline.example", device["mac"]).returncode == 0
    assert credentials("remove", device["mac"]).returncode == 1
    changes = sip.client.read(sip.client.ours("/changes"), max=1000)["items"]
    mine = [one for one in changes if one["actor"] == "command-line" and "sipCredential" in str(one)]
    assert len(mine) == 4 and app["secret"] not in str(mine)


def test_a_change_through_the_api_is_on_the_next_call_within_a_second(sip: Site, figure: Callable[[str], None]) -> None:
    taken = []
    for _ in range(20):
        for lines in (("1001",), ()):
            sip.show_unsettled("1002", *lines)
            taken.append(sip.settle(1))
    figure(f"from an answered PUT to Kamailio's tables: at most {max(taken) * 1000:.0f} ms of {len(taken)}")


def test_whatever_is_killed_while_lists_change_kamailio_comes_to_hold_what_the_api_says(sip: Site) -> None:
    chance = random.Random(7)
    for _ in range(8):
        for _ in range(chance.randrange(4)):
            sip.show_unsettled(chance.choice(["1002", "1003"]), *chance.sample(["1001", "1004"], chance.randrange(3)))
        if chance.random() < 0.5:
            sip.kamailio.kill()
            sip.show_unsettled("1004", *chance.sample(["1001", "1002"], chance.randrange(3)))
            sip.kamailio.start()
        else:
            sip.server.kill()
            sip.server.start()
        time.sleep(chance.random() / 2)
    sip.settle(5)


def test_mutilated_requests_crash_nothing_and_place_no_call(sip: Site) -> None:
    chance = random.Random(11)
    stranger = sip.peer("1002")
    stranger.secret = ""
    samples = [
        stranger.request(method, "sip:+12125550123@partyline.example", "1002", "", body=stranger.description()).text()
        for method in ("INVITE", "REGISTER", "OPTIONS", "BYE", "ACK", "CANCEL", "SUBSCRIBE", "PUBLISH", "REFER")
    ]
    for _ in range(400):
        data = bytearray(chance.choice(samples).encode())
        for _ in range(chance.randrange(1, 30)):
            place = chance.randrange(len(data))
            what = chance.randrange(3)
            if what == 0:
                data[place] = chance.randrange(256)
            elif what == 1:
                del data[place : place + chance.randrange(20)]
            else:
                data[place:place] = bytes(chance.choice(b"\r\n\0:;<>,\"%@ 9a") for _ in range(chance.randrange(40)))
        stranger.send_bytes(bytes(data))
        # Slower than what counts as a flood.
        time.sleep(0.012)
    assert sip.trunk.invites.empty()
    processes = sip.kamailio.rpc("core.psx")["result"]
    assert processes and "signal" not in sip.kamailio.log()
    phone = sip.peer("1001")
    assert phone.register("1001") == 200


def test_a_flood_is_dropped_and_phones_elsewhere_are_served(sip: Site) -> None:
    flooder = sip.peer("1002", "127.0.0.99")
    for _ in range(2000):
        flooder.send(flooder.request("OPTIONS", "sip:partyline.example", "1002"))
    with pytest.raises(AssertionError, match="no answer"):
        flooder.exchange(flooder.request("OPTIONS", "sip:partyline.example", "1002"), 0.5)
    assert sip.peer("1001").register("1001") == 200


def test_a_phone_that_is_gone_in_the_middle_of_a_call_frees_its_line_within_a_minute(sip: Site, is_long: bool) -> None:
    if not is_long:
        pytest.skip("takes a minute")
    called, calling = sip.peer("1002"), sip.peer("1003")
    assert called.register("1002") == 200
    incoming = sip.trunk.call("+18605550102", "+12125550199")
    called.pick_up(called.take())
    incoming.wait(200)
    outgoing = calling.call("+12125550123", "1003")
    sip.trunk.pick_up(sip.trunk.take())
    outgoing.wait(200)
    called.close()
    calling.close()
    sip.wait_for_calls(0, seconds=75)
