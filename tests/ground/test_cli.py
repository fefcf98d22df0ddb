"""Commands for operators."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from config import Settings, UnknownSetting, load_settings
from exchange import clock, create_app
from exchange.accounts.models import LinkPurpose, Person, SignInLink
from exchange.accounts.service import create_link
from exchange.db import Base, db
from tests import make


def test_a_misspelt_setting_stops_the_start(monkeypatch):
    monkeypatch.setenv("EXCHANGE_PROT", "8000")
    with pytest.raises(UnknownSetting, match="EXCHANGE_PROT"):
        load_settings()


def test_a_setting_of_the_wrong_kind_stops_the_start(monkeypatch):
    monkeypatch.setenv("EXCHANGE_PORT", "eight thousand")
    with pytest.raises(ValidationError):
        load_settings()


def test_a_secret_key_is_made_once_and_kept_private(tmp_path):
    first = Settings(data_dir=tmp_path).signing_key
    assert Settings(data_dir=tmp_path).signing_key == first
    assert len(first) == 64
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_the_first_member_of_the_secretariat_is_made_on_the_command_line(app):
    result = app.test_cli_runner().invoke(args=["admin", "Ama@Alliance.example"])
    assert "ama@alliance.example may now sign in" in result.output
    assert db.session.scalar(sa.select(Person.is_admin)) is True


def test_purge_removes_what_has_served_and_keeps_the_rest(app):
    with clock.frozen_at(clock.now() - timedelta(days=3)):
        create_link("old@city.example", LinkPurpose.SIGN_IN)
    create_link("new@city.example", LinkPurpose.SIGN_IN)
    db.session.commit()
    app.test_cli_runner().invoke(args=["purge"])
    db.session.rollback()
    assert list(db.session.scalars(sa.select(SignInLink.email))) == ["new@city.example"]


def test_a_backup_brings_everything_back(tmp_path):
    app = create_app(Settings(data_dir=tmp_path / "data"))
    runner = app.test_cli_runner()
    with app.app_context():
        Base.metadata.create_all(db.engine)
        make.person("kept@city.example")
        assert "backup: " in runner.invoke(args=["backup", str(tmp_path / "backups")]).output
        make.person("later@city.example")
        db.session.remove()
        (folder,) = (tmp_path / "backups").iterdir()
        assert "restored" in runner.invoke(args=["restore", str(folder), "--yes"]).output
        assert list(db.session.scalars(sa.select(Person.email))) == ["kept@city.example"]
        db.session.remove()
        db.engine.dispose()


def test_a_demo_link_is_worth_nothing_outside_the_demo(client):
    token = create_link("demo@city.example", LinkPurpose.DEMO)
    assert client.get(f"/sign-in/{token}").status_code == 410
