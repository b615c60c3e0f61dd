# SPDX-License-Identifier: Apache-2.0
"""The commands of `partyline lines`, against Partyline and against a server that has only Webex's operations."""

import csv
import io
import json
import stat
import subprocess
from pathlib import Path

import pytest

import partyline
from lines import Lines, snapshot
from partyline import Client, Server


@pytest.fixture(params=["partyline", "webex"])
def place(request: pytest.FixtureRequest, database: Path, token: str, tmp_path: Path):
    """A server of either kind, and an administrator with a token for it."""
    settings = {"PARTYLINE_TEST_WEBEX_ONLY": "1"} if request.param == "webex" else {}
    with Server(database, "--demo", **settings) as server:
        yield server, Lines(server.url, token, tmp_path / "home")


WANTED = """
lists:
  - endpoint: "device:00005E005302"
    lines:
      - {member: "person:zoe.lindqvist@partyline.example"}
      - {member: "virtualLine:Service Desk", label: "=IT"}
      - {member: "person:adaeze.okafor@partyline.example", label: "CEO", allowDecline: false}
changes:
  - replace: "person:lukasz.nowak@partyline.example"
    with: "person:priya.raman@partyline.example"
    label: "Priya (assistant)"
  - add: "virtualLine:Hartford Reception"
    where: {location: Columbus, kind: phone, tag: shop-floor}
"""


def test_a_plan_is_applied_and_taken_back_byte_for_byte(place: tuple[Server, Lines], token: str) -> None:
    server, lines = place
    client = Client(server, token)
    before = snapshot(client)
    wanted = lines.write("wanted.yaml", WANTED)
    plan = lines.plan(wanted)
    assert snapshot(client) == before
    report = json.loads(lines.run("apply", plan, "--yes", "--output", "json").stdout)
    assert {row["outcome"] for row in report} == {"written"}
    assert len(report) == len(json.loads(plan.read_text())["changes"]) > 8
    lines.run("drift", wanted, code=0)
    assert snapshot(client) != before
    lines.run("undo", lines.rollback(plan), "--yes")
    assert snapshot(client) == before
    lines.run("drift", wanted, code=2)


def test_both_kinds_of_server_end_alike(database: Path, token: str, tmp_path: Path) -> None:
    ends = []
    for kind, settings in (("partyline", {}), ("webex", {"PARTYLINE_TEST_WEBEX_ONLY": "1"})):
        copy = partyline.copy_database(database, tmp_path / f"{kind}.sqlite")
        with Server(copy, **settings) as server:
            lines = Lines(server.url, token, tmp_path / kind)
            said = lines.run("plan", lines.write("wanted.yaml", WANTED), code=2).stdout
            lines.run("apply", "wanted.yaml.plan", "--yes")
            lines.run("add", "Service Desk", "--location", "London", "--kind", "app", "--label", "IT", "--yes")
            lines.run("remove", "felix.muller@partyline.example", "--yes")
            lines.run("label", "{name}", "--of", "Loading Dock", "--yes")
            lines.run("move", "device:00005E00530D", "device:00005E00530E", "--yes")
            shown = lines.run("show", "priya.raman@partyline.example").stdout
            export = lines.run("export", "--format", "yaml").stdout
            has = lines.run("who-has", "Service Desk", "--output", "csv").stdout
            ends.append((said, shown, export, has, snapshot(Client(server, token))))
    assert ends[0] == ends[1]


def test_the_webex_only_server_has_nothing_else(place: tuple[Server, Lines], token: str) -> None:
    server, lines = place
    client = Client(server, token)
    person = client.read("/people/me")["id"]
    path = f"/telephony/config/people/{person}/applications/members"
    is_webex = "ETag" not in client.get(path).headers
    assert client.put(path, {"members": []}, headers={"If-Match": '"0"'}).status_code == (204 if is_webex else 412)


def test_an_export_that_nobody_edits_changes_nothing(place: tuple[Server, Lines]) -> None:
    _, lines = place
    for name in ("all.csv", "all.yaml"):
        lines.run("export", "--out", name)
        done = lines.run("plan", name, code=0)
        assert "No changes" in done.stdout
        assert not (lines.home / f"{name}.plan").exists()


def test_a_spreadsheet_neither_runs_nor_spoils_an_export(place: tuple[Server, Lines]) -> None:
    _, lines = place
    lines.run("label", "=HYPERLINK(\"x\")", "--endpoint", "device:00005E005302", "--yes")
    rows = list(csv.DictReader(io.StringIO(lines.run("export").stdout)))
    assert len({row["endpoint"] for row in rows}) > 60
    labels = [row["label"] for row in rows if row["endpoint"] == "device:00005E005302"]
    assert labels and set(labels) == {"'=HYPERLINK(\"x\")"}


def test_what_the_server_would_refuse_is_all_said_with_its_line(place: tuple[Server, Lines]) -> None:
    server, lines = place
    wanted = lines.write(
        "bad.csv",
        "endpoint,port,member,weight,label\n"
        "device:00005E005305,1,walter.briggs@partyline.example,3,\n"
        "device:00005E005305,,priya.raman@partyline.example,,\n"
        "device:00005E005305,,Sales Hotline,,\n"
        "app:priya.raman@partyline.example,,Hartford Break Room,,\n"
        f"app:priya.raman@partyline.example,,Sales Hotline,,{'x' * 81}\n",
    )
    done = lines.run("plan", wanted, code=1)
    assert not done.stdout
    said = done.stderr.splitlines()
    assert [line.split(": ")[1].split(", line ")[1] for line in said] == ["4", "5", "6"]
    assert "4 line ports" in said[0] and "professional licence" in said[1] and "80 characters" in said[2]
    assert "PUT" not in server.log()


def test_a_switched_off_desktop_client_is_found_beforehand(place: tuple[Server, Lines], token: str) -> None:
    server, lines = place
    client = Client(server, token)
    person = next(client.walk("/people", "items", email="priya.raman@partyline.example"))["id"]
    path = f"/people/{person}/features/applications"
    assert client.put(path, {"desktopClientEnabled": False}).status_code == 204
    done = lines.run("add", "Service Desk", "--endpoint", "app:priya.raman@partyline.example", "--yes", code=1)
    assert "switched off" in done.stderr


def test_a_plan_is_refused_whole_once_the_world_has_moved(place: tuple[Server, Lines], token: str) -> None:
    server, lines = place
    plan = lines.plan(lines.write("wanted.yaml", WANTED))
    lines.run("label", "Moved", "--endpoint", "device:00005E005302", "--yes")
    before = snapshot(Client(server, token))
    done = lines.run("apply", plan, "--yes", code=1)
    assert "Zoë Lindqvist, Cisco 8851" in done.stderr and "nothing was written" in done.stderr
    assert snapshot(Client(server, token)) == before


def test_nothing_is_written_without_a_yes_or_beyond_the_allowed_number(place: tuple[Server, Lines], token: str) -> None:
    server, lines = place
    before = snapshot(Client(server, token))
    plan = lines.plan(lines.write("wanted.yaml", WANTED))
    assert "--yes" in lines.run("apply", plan, code=64).stderr
    assert "--max-changes allows 3" in lines.run("apply", plan, "--yes", "--max-changes", "3", code=1).stderr
    assert snapshot(Client(server, token)) == before


def test_a_plan_that_was_applied_is_not_applied_again(place: tuple[Server, Lines], token: str) -> None:
    server, lines = place
    plan = lines.plan(lines.write("wanted.yaml", WANTED))
    lines.run("apply", plan, "--yes")
    lines.run("undo", lines.rollback(plan), "--yes")
    before = snapshot(Client(server, token))
    lines.run("apply", plan, "--yes")
    assert snapshot(Client(server, token)) == before, "an old plan must not come back by itself"


def test_show_draws_every_key_and_writes_an_image(place: tuple[Server, Lines]) -> None:
    _, lines = place
    shown = lines.run("show", "device:00005E005301").stdout
    assert "│ 1-2 │ Adaeze Okafor" in shown and shown.count("│ free") == 6
    lines.run("show", "device:00005E005301", "--svg", "keys.svg")
    assert (lines.home / "keys.svg").read_text().startswith("<svg")
    assert "2 endpoints" in lines.run("show", "adaeze.okafor@partyline.example", "--svg", "x.svg", code=1).stderr


def test_who_has_a_line_is_listed_with_port_and_label(place: tuple[Server, Lines]) -> None:
    _, lines = place
    rows = json.loads(lines.run("who-has", "Dock Intercom", "--output", "json").stdout)
    assert {row["endpoint"] for row in rows} == {
        "device:00005E005309", "device:00005E00530B", "app:rosa.delgado@partyline.example",
        "app:tyrone.jackson@partyline.example",
    }  # fmt: skip
    assert [row["hotline"] for row in rows if row["endpoint"] == "device:00005E005309"] == ["2010"]


def test_hotlines_and_foreign_locations_are_warned_of(place: tuple[Server, Lines]) -> None:
    _, lines = place
    wanted = lines.write(
        "wanted.yaml",
        "changes:\n"
        "  - {add: Dock Intercom, hotline: \"2010\", where: {endpoint: \"device:00005E005304\"}}\n",
    )
    said = lines.run("plan", wanted, code=2).stdout
    assert "calls nothing but 2010 from there, emergency numbers included" in said
    assert "in Hartford, an emergency call on the line of Dock Intercom is sent to Columbus" in said


def test_history_and_undo_of_a_change_need_partyline(place: tuple[Server, Lines], token: str) -> None:
    server, lines = place
    if "webex" not in str(server._settings).lower():
        pytest.skip("what Partyline answers has tests of its own")
    assert "keeps neither history nor jobs" in lines.run("history", "device:00005E005302", code=1).stderr
    assert "keeps neither history nor jobs" in lines.run("undo", "000000000000002a", "--yes", code=1).stderr


def test_a_login_is_tried_and_kept_for_its_user_alone(server: Server, token: str, tmp_path: Path) -> None:
    def login(secret: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = partyline.environment(HOME=str(tmp_path), XDG_CONFIG_HOME=str(tmp_path / "config"))
        return subprocess.run(
            [str(partyline.BINARY), *arguments], env=environment, input=secret, capture_output=True, text=True
        )

    refused = login("wrong\n", "login", "--url", server.url)
    assert refused.returncode == 1 and "401" in refused.stderr and "wrong" not in refused.stderr
    kept = login(token + "\n", "login", "--url", server.url)
    assert kept.returncode == 0 and token not in kept.stderr + kept.stdout
    file = tmp_path / "config/partyline/profiles.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    listed = login("", "login", "--list")
    assert listed.stdout.split() == ["default", server.url + "/v1"]
    assert login("", "lines", "show", "device:00005E005302").returncode == 0
    file.chmod(0o644)
    assert "chmod 600" in login("", "lines", "show", "device:00005E005302").stderr


def test_colours_and_bars_are_for_terminals_alone(place: tuple[Server, Lines]) -> None:
    _, lines = place
    done = lines.run("plan", lines.write("wanted.yaml", WANTED), code=2)
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_can_complete(shell: str) -> None:
    script = partyline.run("--generate-completion-script", shell)
    assert script.returncode == 0 and "who-has" in script.stdout


@pytest.fixture
def partyline_lines(database: Path, token: str, tmp_path: Path):
    """A server with all that Partyline has."""
    with Server(database, "--demo") as server:
        yield server, Lines(server.url, token, tmp_path / "home")


def test_a_plan_sent_as_one_is_stored_whole_and_taken_back_whole(
    partyline_lines: tuple[Server, Lines], token: str
) -> None:
    server, lines = partyline_lines
    client = Client(server, token)
    before = snapshot(client)
    plan = lines.plan(lines.write("wanted.yaml", WANTED))
    report = json.loads(lines.run("apply", plan, "--yes", "--atomic", "--output", "json").stdout)
    assert len({row["trackingId"] for row in report}) == 1 and len(report) > 8
    lines.run("drift", "wanted.yaml", code=0)
    lines.run("undo", lines.rollback(plan), "--yes", "--atomic")
    assert snapshot(client) == before


def test_a_plan_sent_as_one_that_is_refused_names_its_lists_and_stores_nothing(
    partyline_lines: tuple[Server, Lines], token: str
) -> None:
    server, lines = partyline_lines
    client = Client(server, token)
    plan = lines.plan(lines.write("wanted.yaml", WANTED))
    person = next(client.walk("/people", "items", email="adaeze.okafor@partyline.example"))["id"]
    assert client.put(f"/people/{person}/features/applications", {"desktopClientEnabled": False}).status_code == 204
    before = snapshot(client)
    said = lines.run("apply", plan, "--yes", "--atomic", code=1).stderr
    assert "Adaeze Okafor, app" in said
    assert snapshot(client) == before


def test_history_says_what_changed_and_undo_takes_one_change_back(
    partyline_lines: tuple[Server, Lines], token: str
) -> None:
    server, lines = partyline_lines
    client = Client(server, token)
    before = snapshot(client)
    lines.run("add", "Service Desk", "--endpoint", "device:00005E005302", "--yes")
    rows = json.loads(lines.run("history", "device:00005E005302", "--output", "json").stdout)
    assert rows[0]["lines"] == "+ Service Desk" and rows[0]["cause"] == "edit"
    lines.run("undo", rows[0]["change"], "--yes")
    assert snapshot(client) == before
    assert "changed" in lines.run("undo", rows[0]["change"], "--yes", code=1).stderr
