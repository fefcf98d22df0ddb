"""What organisers type about a session."""

from typing import Any, cast

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, NumberRange, Optional

from exchange.agenda.draft import revision_of
from exchange.agenda.fields import (
    require_one,
    room_choices,
    texts_field,
    theme_choices,
    written,
)
from exchange.agenda.formats import Preset, presets_of
from exchange.agenda.forms_needs import NeedsForm, needs_as_typed
from exchange.agenda.known import Directory, KnownPerson, is_address, split_address
from exchange.agenda.models import Format, Session, SessionRole
from exchange.agenda.planning import PartDraft, SessionDraft
from exchange.domain.timetable import Clash, ClashKind
from exchange.fields import Rows, number_or_none, tidy
from exchange.forums.models import Forum
from exchange.i18n import SPOKEN, language_name, word
from exchange.stale import Revised

MOST_PEOPLE = 40
SPARE_ROWS = 2


class PersonRow(wtforms.Form):
    """One line of the people of a session; an empty `who` takes the line out."""

    role = SelectField(_l("Role"), default=SessionRole.SPEAKER.value)
    who = StringField(_l("Person"), filters=[tidy], validators=[Length(max=400)])
    function = StringField(_l("Function"), filters=[tidy], validators=[Length(max=160)])
    city = StringField(_l("City"), filters=[tidy], validators=[Length(max=160)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(role.value, word(role)) for role in SessionRole]

    def check(self, directory: Directory, seen: set[tuple[str, str]]) -> bool:
        """Whether the line names one person, once in a role, and a city of the directory."""
        name, email = split_address(self.who.data or "")
        found = directory.matching(name, email)
        self.who.errors = [*self.who.errors, *_wrong_person(name, email, found)]
        key = (email or (found[0].email if found else name), self.role.data)
        if key in seen:
            self.who.errors = [*self.who.errors, _("This person stands here twice with the same role.")]
        seen.add(key)
        if self.city.data and len(directory.cities_named(self.city.data)) != 1:
            self.city.errors = [
                _("This city is not in the directory. Choose one from the list, or leave it out."),
            ]
        return not (self.who.errors or self.city.errors)

    def part(self, directory: Directory) -> PartDraft:
        """The line's values; what was left out comes from the person's registration."""
        name, email = split_address(self.who.data or "")
        known = next(iter(directory.matching(name, email)), KnownPerson(email, name))
        cities = directory.cities_named(self.city.data) if self.city.data else []
        return PartDraft(
            email=known.email,
            role=SessionRole(self.role.data),
            name=name,
            function=self.function.data or known.function,
            city_id=cities[0] if cities else known.city_id,
        )


def _wrong_person(name: str, email: str, found: list[KnownPerson]) -> list[str]:
    if email:
        return [] if is_address(email) else [_("This is not an e-mail address. It should look like name@city.org.")]
    if len(found) > 1:
        return [_("More than one person has this name. Choose one from the list.")]
    if not found:
        return [_("Nobody with this name is registered. Add an e-mail address: %(name)s <name@city.org>", name=name)]
    return []


class SessionForm(Revised, NeedsForm):
    """Base of the form of a session; session_form() adds the texts in the forum's languages."""

    format = SelectField(_l("Format"))
    theme = SelectField(_l("Theme"))
    floor = SelectField(_l("Language of the floor"))
    interpreted = SelectMultipleField(_l("Interpreted into"))
    seats = IntegerField(_l("Expected people"), validators=[Optional(), NumberRange(1, 100_000)])
    room = SelectField(_l("Room"), coerce=number_or_none)
    people = Rows(FormField(PersonRow), row=_l("Person %(number)s"), label=_l("People"), max_entries=MOST_PEOPLE)
    titles: "FormField[Any]"
    abstracts: "FormField[Any]"
    directory: Directory

    presets: dict[Format, Preset]

    def offer(self, forum: Forum, directory: Directory, others: list[Session], own: Session | None = None) -> None:
        """Fills every choice; `others` are the forum's sessions, `own` is the one that is edited."""
        self.directory, self.presets = directory, presets_of(forum)
        self.offer_days(forum, own.starts_at.astimezone(forum.zone).date() if own and own.starts_at else None)
        self.offer_needs(others, own)
        self.format.choices = [(kind.value, _preset_label(kind, preset)) for kind, preset in self.presets.items()]
        self.theme.choices = [("", _("For everyone")), *theme_choices(forum)]
        languages = [(code, language_name(code)) for code in dict.fromkeys([*forum.languages, *SPOKEN])]
        self.floor.choices = [("", _("Not said yet")), *languages]
        self.interpreted.choices = languages
        self.room.choices = [("", _("No room yet")), *room_choices(forum)]

    def offer_rows(self, more: int = 0) -> None:
        """Leaves some empty lines for people."""
        empty = sum(1 for row in self.people if not row.form.who.data)
        for _row in range(min(max(SPARE_ROWS - empty, 0) + more, MOST_PEOPLE - len(self.people))):
            self.people.append_entry()

    def validate(self, extra_validators: Any = None) -> bool:
        """Also a title in one language, and lines of people that name somebody."""
        good = super().validate(extra_validators)
        titled = require_one(self.titles, _("Give the session a title in at least one language."))
        return good & titled & self._people_known()

    def _people_known(self) -> bool:
        seen: set[tuple[str, str]] = set()
        rows = [row.form for row in self.people if row.form.who.data]
        good = False not in [row.check(self.directory, seen) for row in rows]
        if not good:
            self.people.errors = [_("Please look at the people again.")]
        return good

    def show_clashes(self, clashes: list[Clash], sentences: list[str]) -> None:
        """Attaches what clashes to the room or the length, or to the form."""
        beside = {ClashKind.ROOM_TWICE: self.room, ClashKind.PAST_MIDNIGHT: self.minutes}
        for clash, sentence in zip(clashes, sentences, strict=True):
            if clash.kind in beside:
                field = beside[clash.kind]
                field.errors = [*field.errors, sentence]
            else:
                self.form_errors.append(sentence)

    def draft(self, before: Session | None = None) -> SessionDraft:
        """The typed values; what is usual for the format where length or size were left out."""
        kind = Format(self.format.data)
        usual = self.presets[kind]
        spoken = dict.fromkeys([self.floor.data, *(self.interpreted.data or [])])
        return SessionDraft(
            format=kind,
            titles=written(self.titles, before.titles if before else None),
            abstracts=written(self.abstracts, before.abstracts if before else None),
            theme_code=self.theme.data or None,
            languages=tuple(code for code in spoken if code),
            seats=self.seats.data or usual.seats,
            minutes=self.minutes.data or usual.minutes,
            room_id=self.room.data,
            starts_at=self.starts_at,
            parts=tuple(row.form.part(self.directory) for row in self.people if row.form.who.data),
            needs=self.needs_draft(usual.layout),
        )


def session_form(forum: Forum, **given: Any) -> SessionForm:
    """A form with a title and a text in each of the forum's languages; `given` are its first values."""
    fields = {
        "titles": texts_field(_l("Title"), forum.languages, 200),
        "abstracts": texts_field(_l("What it is about"), forum.languages, 6000, lines=True),
    }
    return cast("SessionForm", type("ForumSessionForm", (SessionForm,), fields)(data=given))


def as_typed(session: Session, forum: Forum, directory: Directory, codes: dict[int, str]) -> dict[str, Any]:
    """A stored session as the form shows it; `codes` are those of the forum's sessions by key."""
    local = session.starts_at.astimezone(forum.zone) if session.starts_at else None
    return {
        "revision": revision_of(session),
        "format": session.format.value,
        "titles": session.titles,
        "abstracts": session.abstracts,
        "theme": session.theme_code or "",
        "floor": session.languages[0] if session.languages else "",
        "interpreted": session.languages[1:],
        "seats": session.seats,
        "minutes": session.minutes,
        "room": session.room_id,
        "day": local.date().isoformat() if local else "",
        "start": local.time() if local else None,
        "people": [
            {
                "role": part.role.value,
                "who": f"{part.person.name} <{part.person.email}>",
                "function": part.function,
                "city": directory.cities.get(part.city_id or 0, ""),
            }
            for part in session.people
        ],
        **needs_as_typed(session, forum, directory, codes),
    }


def _preset_label(kind: Format, preset: Preset) -> str:
    facts = {"name": word(kind), "minutes": preset.minutes, "seats": preset.seats}
    return str(_("%(name)s (%(minutes)s min, %(seats)s people)", **facts))
