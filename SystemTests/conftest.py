# SPDX-License-Identifier: Apache-2.0
"""Servers and samples for all system tests."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import partyline
from demo import Demo
from partyline import Client, Database, Server
from postgres import PostgresServer


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="full figures instead of small ones")
    parser.addoption(
        "--store",
        choices=("sqlite", "postgres"),
        default=os.environ.get("PARTYLINE_TEST_DATABASE", "sqlite"),
        help="what the servers keep their data in; also PARTYLINE_TEST_DATABASE",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--long"):
        partyline.LONG = True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a binary every test would fail with the same words: say them once instead.

    What is about SQLite's file is left out where there is none.
    """
    if config.getoption("--store") == "postgres":
        for item in items:
            if item.get_closest_marker("sqlite"):
                item.add_marker(pytest.mark.skip(reason="about SQLite's file"))
    if not config.option.collectonly and not os.access(partyline.BINARY, os.X_OK):
        raise pytest.UsageError(f"{partyline.BINARY} is not there: run `swift build` or set PARTYLINE_BINARY")


#: What tests have measured, for the summary at the end.
_figures: list[str] = []


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Notes a measured figure, which the summary shows whether or not the test passes."""
    return lambda text: _figures.append(f"{request.node.name}: {text}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _figures:
        terminalreporter.section("figures")
        for text in _figures:
            terminalreporter.write_line(text)


@pytest.fixture(scope="session")
def is_long() -> bool:
    """Whether the full figures are asked for."""
    return partyline.LONG


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The PostgreSQL server that tests share which leave it running."""
    server = PostgresServer()
    yield server
    server.stop()


def _with_demo(database: Database) -> tuple[Database, str]:
    imported = partyline.run("import", "--demo", "--database", partyline.database_url(database))
    assert imported.returncode == 0, imported.stderr
    return database, partyline.create_token(database)


@pytest.fixture(scope="session")
def postgres_template(
    postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Database, str]:
    """The same as `template`, on PostgreSQL whatever the others are on."""
    return _with_demo(postgres.create(tmp_path_factory.mktemp("template"), name="template_demo"))


@pytest.fixture(scope="session")
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Database, str]:
    """A database with the demo organisation and a full administrator's token, to be copied for each server."""
    if request.config.getoption("--store") == "postgres":
        return request.getfixturevalue("postgres_template")
    return _with_demo(tmp_path_factory.mktemp("template") / "template.sqlite")


@pytest.fixture(scope="session")
def copy(request: pytest.FixtureRequest, template: tuple[Database, str]) -> Callable[[Path, str], Database]:
    """Makes a copy of the template, of that name and with a folder for what belongs to it."""

    def make(folder: Path, name: str) -> Database:
        if isinstance(template[0], Path):
            return partyline.copy_database(template[0], folder / f"{name}.sqlite")
        return request.getfixturevalue("postgres").create(folder, template[0].name)

    return make


@pytest.fixture(scope="session")
def token(template: tuple[Database, str]) -> str:
    """The full administrator's token, good on every server of these tests."""
    return template[1]


@pytest.fixture(scope="session")
def server(
    copy: Callable[[Path, str], Database], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The server that tests share which leave everything as they found it."""
    database = copy(tmp_path_factory.mktemp("shared"), "shared")
    with Server(database, "--demo") as running:
        yield running
        assert running.is_running, f"the shared server has ended:\n{running.log()}"
        assert running.stop() == 0


@pytest.fixture(scope="session")
def client(server: Server, token: str) -> Client:
    """A full administrator on the shared server."""
    return Client(server, token)


@pytest.fixture(scope="session")
def demo(client: Client) -> Demo:
    """What stands in the demo organisation, by kind."""
    return Demo(client)


@pytest.fixture
def database(copy: Callable[[Path, str], Database], tmp_path: Path) -> Database:
    """A database of the test's own."""
    return copy(tmp_path, "own")


@pytest.fixture
def serve(database: Database) -> Iterator[Callable[..., Server]]:
    """Starts servers on the test's own database, with arguments and settings of its own, and stops what is left."""
    started: list[Server] = []

    def start(*arguments: str, **settings: str) -> Server:
        started.append(Server(database, *arguments, **settings))
        return started[-1].start()

    yield start
    for running in started:
        if running.is_running:
            running.stop()


@pytest.fixture
def own_server(serve: Callable[..., Server]) -> Server:
    """A server of the test's own, to be treated badly."""
    return serve()


@pytest.fixture
def own_client(own_server: Server, token: str) -> Client:
    """A full administrator on the test's own server."""
    return Client(own_server, token)
