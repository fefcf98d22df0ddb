"""Makes documents once and keeps them: a file's name tells all that its bytes depend on."""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.metadata import version
from pathlib import Path

from flask import current_app

from exchange import jobs
from exchange.agenda.models import Format, SessionRole
from exchange.agenda.queries import newest_release, published_programme
from exchange.db import db
from exchange.documents.labels import Labels, as_written
from exchange.documents.programme import programme_pdf
from exchange.documents.queries import visits_revision
from exchange.documents.render import FONT_NAMES, FONTS, ROOT
from exchange.forums.models import Forum
from exchange.i18n import INTERFACE, word
from exchange.visits.models import LegMode, StopForm
from exchange.visits.queries import published_visits

# Older files of a programme that are kept: somebody may be half-way through reading one.
KEPT = 2
# The job that makes a forum's programme in every language.
PROGRAMME = "programme.print"


@dataclass(frozen=True)
class Printed:
    """A programme in one language: its key is its ETag; the file exists once `build` was called."""

    key: str
    path: Path
    forum: Forum
    language: str

    @property
    def file_name(self) -> str:
        return f"{self.forum.slug}-programme-{self.language}.pdf"

    def build(self) -> Path:
        """The file; made now if need be, by one process while the others wait. Raises RenderError."""
        if not self.path.exists():
            with _alone(self.path):
                if not self.path.exists():
                    _write(self)
        return self.path


def printed_programme(forum: Forum, language: str) -> Printed | None:
    """The newest release's programme, not built yet; None before the first release."""
    release = newest_release(forum)
    if release is None:
        return None
    state = [_builder(language), release.digest, visits_revision(forum), language, _agenda_address(forum)]
    key = hashlib.sha256(json.dumps(state).encode()).hexdigest()[:32]
    return Printed(key, _folder() / f"programme-{forum.id}-{language}-{key}.pdf", forum, language)


@jobs.handler(PROGRAMME)
def print_programme(forum_id: int) -> dict[str, int]:
    """Makes the programme of the newest release in every language of the interface, so that nobody waits."""
    forum = db.session.get(Forum, forum_id)
    printed = [printed_programme(forum, language) for language in INTERFACE] if forum else []
    return {each.language: each.build().stat().st_size for each in printed if each}


def _write(printed: Printed) -> None:
    forum, language = printed.forum, printed.language
    programme, visits, address = published_programme(forum), published_visits(forum), _agenda_address(forum)
    if programme is None:
        raise LookupError("a programme without a release")
    prefix = f"programme-{forum.id}-{language}-"
    # Some seconds without the database: no connection is held meanwhile.
    db.session.rollback()
    content = programme_pdf(programme, visits, language, address, _labels())
    fresh = printed.path.with_suffix(f".{os.getpid()}.part")
    fresh.write_bytes(content)
    fresh.replace(printed.path)
    _forget_older(prefix)


def _forget_older(prefix: str) -> None:
    files = sorted(_folder().glob(f"{prefix}*.pdf"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[KEPT + 1 :]:
        path.unlink(missing_ok=True)
        _lock_of(path).unlink(missing_ok=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Only one thread of one process of this machine at a time gets in for the same file."""
    with _lock_of(path).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


def _folder() -> Path:
    folder: Path = current_app.extensions["settings"].data_path / "documents"
    folder.mkdir(exist_ok=True)
    return folder


def _agenda_address(forum: Forum) -> str:
    # Not url_for: in a job there is no request to take the address from.
    return f"{current_app.extensions['settings'].public_url}/f/{forum.slug}/agenda"


@cache
def _builder(language: str) -> str:
    """Changes with whatever makes the document: templates, styles, code, fonts, translations."""
    digest = hashlib.sha256(version("weasyprint").encode())
    places = [ROOT / "templates" / "documents", ROOT / "static" / "print", Path(__file__).parent]
    files = [path for place in places for path in sorted(place.rglob("*")) if path.suffix in {".html", ".css", ".py"}]
    files += [FONTS / f"{name}.ttf" for name in FONT_NAMES]
    catalogue = Path(current_app.root_path) / "translations" / language / "LC_MESSAGES" / "messages.mo"
    for path in [*files, Path(current_app.root_path) / "markdown.py", catalogue]:
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()


def _labels() -> Labels:
    return Labels(
        format=_words_of(Format),
        role=_words_of(SessionRole),
        leg_mode=_words_of(LegMode),
        stop_form=_words_of(StopForm),
    )


def _words_of(kind: type[StrEnum]) -> Callable[[str], str]:
    # A release is kept for years and may hold a value that this version has no word for any more.
    known = {member.value: member for member in kind}
    return lambda value: word(known[value]) if value in known else as_written(value)
