"""Which sessions of a programme a reader wants to see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from exchange.domain.programme import Programme, Session
from exchange.domain.text import fold


@dataclass(frozen=True)
class Filter:
    """What a reader wants to see; an empty field asks for nothing.

    `understands` are the languages of a person: a session fits when one of them
    is spoken on the floor or interpreted.
    """

    theme: str = ""
    language: str = ""
    room: str = ""
    format: str = ""
    text: str = ""
    understands: tuple[str, ...] = ()
    day: date | None = None


def matching(programme: Programme, wanted: Filter) -> tuple[Session, ...]:
    """The sessions that fit, in order; cancelled ones too, for the reader must learn of them."""
    return tuple(s for s in programme.in_order if _fits(programme, s, wanted))


def can_follow(session: Session, understood: Iterable[str]) -> bool:
    """Whether someone who understands these languages can follow the session."""
    return not set(session.languages).isdisjoint(understood)


def _fits(programme: Programme, session: Session, wanted: Filter) -> bool:
    if wanted.theme and session.theme != wanted.theme:
        return False
    if wanted.language and wanted.language not in session.languages:
        return False
    if wanted.room and session.room != wanted.room:
        return False
    if wanted.format and session.format != wanted.format:
        return False
    if wanted.understands and not can_follow(session, wanted.understands):
        return False
    if wanted.day and programme.local(session.starts_at).date() != wanted.day:
        return False
    return _says(programme, session, wanted.text)


def _says(programme: Programme, session: Session, text: str) -> bool:
    """Whether every word of the text occurs somewhere in the session, its people or its theme."""
    words = fold(text).split()
    if not words:
        return True
    theme = programme.theme(session.theme)
    people = [f"{p.name} {p.function} {p.city}" for p, _ in programme.people_of(session)]
    pieces = [session.code, *session.titles.values(), *session.abstracts.values(), *people]
    pieces += theme.names.values() if theme else ()
    content = fold(" ".join(pieces))
    return all(word in content for word in words)
