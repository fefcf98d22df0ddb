"""An installation that grows keeps what it holds."""

from pathlib import Path

import sqlalchemy as sa
from flask_migrate import downgrade, upgrade
from pydantic import SecretStr

from config import Settings
from exchange import ROOT, create_app
from exchange.db import db
from tests import make

MIGRATIONS = str(ROOT / "migrations")
TABLES = ("forum", "room", "session", "study_visit", "visit_stop", "visit_leg", "registration", "person", "city")


def test_a_kept_database_loses_no_row_on_the_way_down_to_the_first_version_and_up_again(tmp_path: Path) -> None:
    """On SQLite, which rebuilds a table by dropping the old one."""
    app = create_app(
        Settings(
            database_url=f"sqlite:///{tmp_path / 'kept.sqlite3'}",
            data_dir=tmp_path,
            secret_key=SecretStr("a key for tests only, long enough to sign with"),
        )
    )
    with app.app_context():
        upgrade(directory=MIGRATIONS)
        forum = make.forum(organiser=make.person())
        make.room(forum)
        make.session(forum)
        make.visit(forum)
        make.registration(forum, city_=make.city())
        db.session.commit()
        before = _counted()
        downgrade(directory=MIGRATIONS, revision="0001")
        upgrade(directory=MIGRATIONS)
        assert _counted() == before
        assert all(before.values())
        assert db.session.execute(sa.text("PRAGMA foreign_keys")).scalar() == 1
        db.session.remove()
        db.engine.dispose()
    app.extensions["huey"].storage.close()


def _counted() -> dict[str, int]:
    counted = {table: db.session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one() for table in TABLES}
    db.session.commit()
    return counted
