"""What the programme's templates ask: texts in the reader's language, clocks, and the pages' contents."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from exchange.documents import labels as says
from exchange.documents.glance import Glance, glance
from exchange.documents.labels import Labels, unbroken
from exchange.domain.day_grid import day_grid
from exchange.domain.programme import (
    Contributor,
    Day,
    Localised,
    Programme,
    Room,
    Session,
    Stop,
    Texts,
    Theme,
    VisitSheet,
    direction,
)
from exchange.domain.text import fold
from exchange.markdown import plain_lines

# Millimetres in the index of people, as programme.css has them.
INDEX_HEIGHT, ENTRY_HEIGHT, LETTER_HEIGHT = 218.0, 8.6, 11.0


@dataclass(frozen=True)
class Listed:
    """A person of the index with the ids of their sessions in the document; `letter` opens a group."""

    person: Contributor
    letter: str
    anchors: str


@dataclass(frozen=True)
class Booklet:
    """A release as the reader of one language gets it on paper."""

    programme: Programme
    visits: tuple[VisitSheet, ...]
    language: str
    live_url: str
    labels: Labels

    def say(self, texts: Texts) -> Localised:
        said = self.programme.say(texts, self.language)
        return replace(said, text=unbroken(said.text, said.language))

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def title(self) -> Localised:
        return self.say(self.programme.forum.titles)

    @property
    def dates(self) -> str:
        return says.date_range(self.programme.forum.starts_on, self.programme.forum.ends_on, self.language)

    @property
    def address(self) -> str:
        """The live agenda's address as people type it."""
        return self.live_url.partition("://")[2].rstrip("/")

    @property
    def whereabouts(self) -> str:
        """Venue, address and city, each part once: addresses often name the quarter and the city again."""
        forum = self.programme.forum
        parts = ", ".join((forum.venue_name, forum.venue_address, forum.host_city)).split(", ")
        return ", ".join(dict.fromkeys(filter(None, parts)))

    @property
    def published(self) -> str:
        local = self.programme.local(self.programme.published_at)
        return f"{says.full_date(local, self.language)}, {local:%H:%M} ({self.programme.forum.time_zone})"

    @property
    def created(self) -> str:
        return self.programme.published_at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def clock(self, instant: datetime) -> str:
        return f"{self.programme.local(instant):%H:%M}"

    def span(self, thing: Session | VisitSheet) -> str:
        return f"{self.clock(thing.starts_at)}–{self.clock(thing.ends_at)}"

    def day_name(self, day: date) -> str:
        return says.day_name(day, self.language)

    def weekday(self, day: date) -> str:
        return says.weekday(day, self.language)

    def spoken(self, languages: tuple[str, ...]) -> str:
        return says.spoken(languages)

    @cached_property
    def days(self) -> list[Day]:
        """Days on which something takes place."""
        return [day for day in self.programme.days if day.sessions or self._visits_on(day)]

    @cached_property
    def glances(self) -> dict[int, Glance]:
        """By the day's index; none for a day whose sessions were all cancelled."""
        grids = {day.index: day_grid(self.programme, day, self.visits) for day in self.days}
        return {index: glance(self.programme, grid, self.language) for index, grid in grids.items() if grid}

    @cached_property
    def tours(self) -> list[VisitSheet]:
        return sorted(
            (v for v in self.visits if not v.is_cancelled),
            key=lambda v: (self.programme.local(v.starts_at).date(), len(v.code), v.code),
        )

    def _visits_on(self, day: Day) -> bool:
        return any(self.programme.local(visit.starts_at).date() == day.date for visit in self.tours)

    def people_of(self, session: Session) -> list[tuple[Contributor, str]]:
        """People with what stands under their name: role of a chair, function, city."""
        return [(person, self._about(person, role)) for person, role in self.programme.people_of(session)]

    def _about(self, person: Contributor, role: str) -> str:
        function = ", ".join(filter(None, (person.function, person.city)))
        return " · ".join(filter(None, (self._role(role), function)))

    def _role(self, role: str) -> str:
        # That a speaker speaks needs no word.
        return "" if role == "speaker" else self.labels.role(role)

    def room_name(self, session: Session) -> str:
        return self.programme.room_name(self.programme.room(session.room), self.language).text

    def room(self, room: Room) -> Localised:
        """What a room is called."""
        return self.programme.room_name(room, self.language)

    def place(self, room: Room) -> Localised:
        """Where a room is."""
        return self.programme.room_place(room, self.language)

    def stop(self, stop: Stop) -> Localised:
        """What a stop of a visit is called."""
        return self.programme.stop_name(stop, self.language)

    def theme_code(self, code: str | None) -> str:
        """The class of a theme's colour; ALL for what is everybody's."""
        theme = self.programme.theme((code or "").partition("-")[0])
        return theme.code if theme else "ALL"

    def theme_names(self, codes: Iterable[str]) -> list[tuple[str, Localised]]:
        """Themes of a visit, whose codes may be those of subthemes, each theme once."""
        themes = (self.programme.theme(code) for code in dict.fromkeys(code.partition("-")[0] for code in codes))
        return [(theme.code, self.say(theme.names)) for theme in themes if theme]

    @cached_property
    def themes(self) -> list[Theme]:
        """Those of the sessions and visits, in the forum's order."""
        used = {s.theme for s in self.programme.sessions} | {
            code.partition("-")[0] for visit in self.visits for code in visit.themes
        }
        return [theme for theme in self.programme.themes if theme.code in used]

    def paragraphs(self, texts: Texts) -> list[Localised]:
        said = self.say(texts)
        parts = (part.strip() for part in said.text.split("\n\n"))
        return [Localised(part, said.language, said.is_fallback) for part in parts if part]

    def prose(self, texts: Texts) -> list[Localised]:
        """Paragraphs of what people wrote in Markdown, without its marks: paper shows plain text."""
        said = self.programme.say(texts, self.language)
        return [replace(said, text=unbroken(line, said.language)) for line in plain_lines(said.text)]

    def decimal(self, number: float) -> str:
        """A number with the decimal sign of the language."""
        return says.decimal(number, self.language)

    def country(self, person: Contributor) -> str:
        return says.country(person.country, self.language)

    @cached_property
    def index_pages(self) -> list[tuple[list[Listed], list[Listed]]]:
        """The index of people: two columns a page, balanced on the last one."""
        pages = []
        rest = self._listed
        while rest:
            left, rest = _column(rest, INDEX_HEIGHT)
            right, rest = _column(rest, INDEX_HEIGHT)
            pages.append((left, right))
        if pages:
            pages[-1] = _balanced(pages[-1][0] + pages[-1][1])
        return pages

    @cached_property
    def _listed(self) -> list[Listed]:
        people = [p for p in self.programme.people if self._anchors(p)]
        people.sort(key=lambda p: (fold(p.family_name or p.name), fold(p.name)))
        groups = groupby(people, key=lambda p: fold(p.family_name or p.name)[:1].upper())
        return [
            Listed(person, letter if number == 0 else "", self._anchors(person))
            for letter, group in groups
            for number, person in enumerate(group)
        ]

    def _anchors(self, person: Contributor) -> str:
        return " ".join(f"s-{session.number}" for session in self.programme.sessions_of(person.key))

    def given_name(self, person: Contributor) -> str:
        """What is left of the name when the family name goes first."""
        family = person.family_name
        return person.name.removesuffix(family).strip() if family and person.name != family else ""


def _height(entry: Listed) -> float:
    return ENTRY_HEIGHT + (LETTER_HEIGHT if entry.letter else 0)


def _column(entries: list[Listed], height: float) -> tuple[list[Listed], list[Listed]]:
    """As many entries as the height holds, and the rest. The first always fits."""
    used = 0.0
    for number, entry in enumerate(entries):
        used += _height(entry)
        if used > height and number:
            return entries[:number], entries[number:]
    return entries, []


def _balanced(entries: list[Listed]) -> tuple[list[Listed], list[Listed]]:
    half = sum(map(_height, entries)) / 2
    return _column(entries, half + ENTRY_HEIGHT / 2)
