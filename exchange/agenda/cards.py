"""A session as templates/parts/cards.html shows it in a list."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from exchange.agenda.history import NO_NEWS, News
from exchange.agenda.sentences import format_name, room_called, said, session_span
from exchange.domain.programme import Programme, Session

LONGEST_TEXT = 280


def session_values(
    programme: Programme, session: Session, href: str, wishes: Mapping[str, int], news: News = NO_NEWS
) -> dict[str, Any]:
    """Arguments of the macro session_card. `wishes`: weights by guid; 0 for sessions one has a role in."""
    title, abstract = said(programme, session.titles), said(programme, session.abstracts)
    theme = programme.theme(session.theme)
    return {
        "title": title.text,
        "title_language": title.language if title.is_fallback else None,
        "href": href,
        "time": session_span(programme, session),
        "room": room_called(programme, session).text or None,
        "format": format_name(session.format),
        "theme": theme.code if theme else None,
        "theme_label": said(programme, theme.names).text if theme else None,
        "languages": session.languages,
        "text": shortened(abstract.text),
        "persons": people_values(programme, session),
        "marks": marks(session, wishes, news),
    }


def people_values(programme: Programme, session: Session) -> list[dict[str, str]]:
    """Name, function and city of a session's people."""
    return [
        {"name": person.name, "text": ", ".join(filter(None, (person.function, person.city)))}
        for person, _role in programme.people_of(session)
    ]


def marks(session: Session, wishes: Mapping[str, int], news: News = NO_NEWS) -> list[tuple[str, str]]:
    """Badges: cancelled, what changed with the newest release, wished, or with a role of one's own."""
    found = [("danger", _("Cancelled"))] if session.is_cancelled else []
    found += [("warning", text) for text in news.marks(session.guid)]
    if session.guid in wishes:
        found.append(("accent", wish_name(wishes[session.guid])))
    return found


def wish_name(weight: int) -> str:
    """The word for a wish's weight."""
    return str({3: _("I must see it"), 1: _("I would like to see it")}.get(weight, _("I take part in it")))


def shortened(text: str) -> str:
    """The first sentences of a text, for a list."""
    if len(text) <= LONGEST_TEXT:
        return text
    return text[:LONGEST_TEXT].rsplit(" ", 1)[0] + " …"
