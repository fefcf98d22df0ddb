"""Commands for operators: `flask --app exchange <command>`."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask_migrate import upgrade

from config import Settings, environment_with
from exchange import ROOT, audit, clock, web
from exchange.accounts.models import SignedIn, SignInLink
from exchange.accounts.service import person_with
from exchange.db import db
from exchange.files import Upload
from exchange.jobs import Job, JobState
from exchange.limits import Attempt
from exchange.mail import Mail
from exchange.registration.needs import erase_old_needs


def init_app(app: Flask) -> None:
    """Registers the commands."""
    for command in (demo, work, serve, seed_demo, admin, purge, backup, restore):
        app.cli.add_command(command)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


@click.command()
def work() -> None:
    """Run jobs: mails, papers, long work."""
    settings = _settings()
    web.log_to_stderr(settings.log_level)
    current_app.extensions["huey"].create_consumer(
        workers=2, worker_type="thread", initial_delay=0.1, max_delay=2
    ).run()


@click.command()
def serve() -> None:
    """Run the web server."""
    settings = _settings()
    os.execv(sys.executable, _gunicorn(settings))  # noqa: S606 - our own interpreter, no shell


def served() -> Flask:
    """What the web server imports."""
    from exchange import create_app

    app = create_app()
    web.log_to_stderr(app.extensions["settings"].log_level)
    return app


def _gunicorn(settings: Settings) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "--bind", f"{settings.host}:{settings.port}"),
        *("--workers", str(settings.workers), "--threads", "4", "--worker-class", "gthread", "--timeout", "60"),
        *("--graceful-timeout", "5", "--log-level", "warning", "--preload", "exchange.cli:served()"),
    ]


@click.command("seed-demo")
def seed_demo() -> None:
    """Fill an empty database with the demo forum."""
    from exchange.demo.seed import seed

    upgrade(directory=str(ROOT / "migrations"))
    seed()


@click.command()
def demo() -> None:
    """Set up the demo forum, start web and worker, print where they are; Ctrl-C ends them."""
    from exchange import create_app

    settings = _settings().model_copy(update={"demo": True})
    with create_app(settings).app_context():
        links = _prepare_demo()
    # Requests are not logged here: people read the links above them.
    environment = environment_with(demo="true", log_level="WARNING")
    commands = (_gunicorn(settings), [sys.executable, "-m", "flask", "--app", "exchange", "work"])
    children = [subprocess.Popen(command, cwd=ROOT, env=environment) for command in commands]  # noqa: S603
    try:
        _wait_until_ready(settings.public_url, children)
        click.echo(f"web: {settings.public_url}/")
        for name, address in links.items():
            click.echo(f"{name}: {address}")
        click.echo("Ctrl-C ends it.")
        sys.stdout.flush()
        _watch(children)
    finally:
        _end(children)


def _prepare_demo() -> dict[str, str]:
    from exchange.demo.seed import demo_links, seed

    upgrade(directory=str(ROOT / "migrations"))
    seed()
    links = demo_links()
    db.session.commit()
    db.session.remove()
    # The server's processes must not share this one's connections.
    db.engine.dispose()
    return links


def _wait_until_ready(url: str, children: list[subprocess.Popen[bytes]]) -> None:
    for _attempt in range(150):
        if any(child.poll() is not None for child in children):
            raise click.ClickException("The web server or the worker did not start; the lines above say why.")
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.2)
    raise click.ClickException(f"{url} does not answer.")


def _watch(children: list[subprocess.Popen[bytes]]) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
    except KeyboardInterrupt:
        click.echo("")


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()


@click.command()
@click.argument("address")
def admin(address: str) -> None:
    """Make the person of ADDRESS a member of the alliance's secretariat."""
    person = person_with(address)
    person.is_admin = True
    audit.record("account.made_admin", person)
    db.session.commit()
    click.echo(f"{person.email} may now sign in at {_settings().public_url}/sign-in")


@click.command()
def purge() -> None:
    """Remove what has served: old links, ended sessions, attempts, unconfirmed uploads, needs of forums long over."""
    now = clock.now()
    month = now - timedelta(days=30)
    old = (
        sa.delete(SignInLink).where(SignInLink.expires_at < now - timedelta(days=1)),
        sa.delete(SignedIn).where(SignedIn.expires_at < now),
        sa.delete(Attempt).where(Attempt.at < now - timedelta(hours=1)),
        sa.delete(Upload).where(Upload.created_at < now - timedelta(days=7)),
        sa.delete(Job).where(Job.state == JobState.DONE, Job.ended_at < month),
        sa.delete(Mail).where(Mail.private, Mail.created_at < month),
    )
    for statement in old:
        db.session.execute(statement)
    erased = erase_old_needs(now.date())
    db.session.commit()
    click.echo(f"purged; needs erased: {erased}")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("backups"))
def backup(folder: Path) -> None:
    """Copy database and files into FOLDER/<time>, while everything runs."""
    target = folder / datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    target.mkdir(parents=True)
    settings = _settings()
    if settings.database.startswith("sqlite"):
        source = sqlite3.connect(settings.database.removeprefix("sqlite:///"))
        with source, sqlite3.connect(target / "exchange.sqlite3") as copy:
            source.backup(copy)
    else:
        address = settings.database.replace("+psycopg", "", 1)
        subprocess.run(["pg_dump", "--format=custom", f"--file={target / 'exchange.dump'}", address], check=True)  # noqa: S603, S607
    for name in ("outbox", "secret.key"):
        if (path := settings.data_path / name).is_dir():
            shutil.copytree(path, target / name)
        elif path.exists():
            shutil.copy2(path, target / name)
    click.echo(f"backup: {target}")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.confirmation_option(prompt="This replaces the present database. Go on?")
def restore(folder: Path) -> None:
    """Bring back what `backup` wrote into FOLDER; stop web and worker first."""
    settings = _settings()
    db.engine.dispose()
    if settings.database.startswith("sqlite"):
        path = Path(settings.database.removeprefix("sqlite:///"))
        for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            name.unlink(missing_ok=True)
        shutil.copy2(folder / "exchange.sqlite3", path)
    else:
        address = settings.database.replace("+psycopg", "", 1)
        command = ["pg_restore", "--clean", "--if-exists", f"--dbname={address}", str(folder / "exchange.dump")]
        subprocess.run(command, check=True)  # noqa: S603
    if (folder / "secret.key").exists():
        shutil.copy2(folder / "secret.key", settings.data_path / "secret.key")
    click.echo("restored")
