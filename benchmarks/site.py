"""The demo forum in one process, as the benchmarks ask it."""

import re
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from pydantic import SecretStr

from config import Settings
from exchange import ROOT, create_app
from exchange.db import db

FORUM = "/f/dakar-2027"


@contextmanager
def demo_site() -> Iterator[Flask]:
    """An application on a fresh SQLite database with the demo forum."""
    from exchange.demo.seed import seed

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            data_dir=Path(folder),
            demo=True,
            secret_key=SecretStr("benchmarks"),
            posts_per_hour=100_000,
            sign_in_links_per_hour=100_000,
        )
        app = create_app(settings)
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            seed()
            db.session.commit()
            db.session.remove()
        yield app
        with app.app_context():
            db.engine.dispose()


def cpu_ms(work: Callable[[], object], times: int) -> float:
    """Median CPU milliseconds of this process over some calls."""
    figures = []
    for _ in range(times):
        before = time.process_time()
        work()
        figures.append((time.process_time() - before) * 1000)
    return median(figures)


def tokens(client: FlaskClient, path: str) -> dict[str, str]:
    """csrf_token and once of the form on a page."""
    page = client.get(path).get_data(as_text=True)
    found = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) for name in ("csrf_token", "once")}
    return {name: match[1] for name, match in found.items() if match}


def peak_megabytes(who: int = resource.RUSAGE_CHILDREN) -> float:
    """Largest memory of the child processes so far (Linux counts in kB)."""
    return resource.getrusage(who).ru_maxrss / 1024
