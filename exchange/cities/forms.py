"""What is typed about cities, and what is looked for."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from exchange import i18n
from exchange.cities.cells import COLUMNS, REQUIRED, Fault, Known, read_cells, value_of
from exchange.cities.keys import country_of
from exchange.cities.models import City, CityStatus, IncomeGroup, Region
from exchange.cities.queries import SORTS, STATUSES, Search
from exchange.domain.refusal import Refusal
from exchange.domain.text import clean_line
from exchange.fields import at_most, tidy, tidy_text
from exchange.i18n import SPOKEN
from exchange.stale import Watched
from exchange.web import Form


def _member(kind: type[Any], value: str) -> Any:
    return kind(value) if value in {member.value for member in kind} else None


def read_search(query: MultiDict[str, str]) -> Search:
    """What a query string asks for; values that mean nothing are left aside."""
    sort, status = query.get("sort", "name"), query.get("status", "")
    language = query.get("language", "")
    return Search(
        q=clean_line(query.get("q", ""))[:100],
        region=_member(Region, query.get("region", "")),
        income=_member(IncomeGroup, query.get("income", "")),
        country=country_of(query.get("country", "")) or "" if query.get("country") else "",
        status=status if status in STATUSES | {"every"} else "",
        language=language if language.isalpha() and len(language) <= 3 else "",
        sort=sort if sort.removeprefix("-") in SORTS else "name",
    )


def page_number(query: MultiDict[str, str]) -> int:
    """The page a query string asks for, at least 1."""
    return max(1, query.get("page", 1, type=int) or 1)


class CityForm(Watched):
    """A city by hand; its fields are the columns of the table and are read by the same rules."""

    name = StringField(_l("Name"), filters=[tidy], validators=[DataRequired(_l("Please type the city's name."))])
    other_names = StringField(
        _l("Other names"),
        filters=[tidy],
        description=_l("In other languages or earlier times, with semicolons between them, such as: Gent; Gand"),
    )
    country = SelectField(_l("Country"), validators=[InputRequired(_l("Please choose the country."))])
    region = SelectField(_l("Region"), validators=[InputRequired(_l("Please choose the region."))])
    income_group = SelectField(
        _l("Income group"),
        description=_l("The World Bank's group of the country."),
        validators=[InputRequired(_l("Please choose the income group."))],
    )
    status = SelectField(_l("Status"), validators=[InputRequired()])
    languages = SelectMultipleField(_l("Languages"))
    other_languages = StringField(
        _l("Other languages"), filters=[tidy], description=_l("As codes with spaces between them, such as: am ne")
    )
    latitude = StringField(_l("Latitude"), filters=[tidy], description=_l("In degrees, north of the equator positive."))
    longitude = StringField(_l("Longitude"), filters=[tidy], description=_l("In degrees, east of Greenwich positive."))
    population = StringField(_l("Population"), filters=[tidy])
    website = StringField(_l("Website"), filters=[tidy])
    focal_point = StringField(
        _l("Focal point"), filters=[tidy], description=_l("The e-mail address of the person who speaks for the city.")
    )

    def offer_choices(self) -> None:
        """Fills the choices in the page's language."""
        none = {"": str(_l("Please choose"))}
        self.country.choices = none | dict(i18n.country_choices())
        self.region.choices = none | {region.value: i18n.word(region) for region in Region}
        self.income_group.choices = none | {group.value: i18n.word(group) for group in IncomeGroup}
        self.status.choices = {status.value: i18n.word(status) for status in CityStatus}
        self.languages.choices = {code: i18n.language_name(code) for code in SPOKEN}

    def check(self, known: Known) -> dict[str, Any] | None:
        """The values of City's fields, or None with what is wrong at the fields."""
        valid = self.validate_on_submit()
        cells = {column: "" if column == "languages" else str(self[column].data or "") for column in COLUMNS}
        cells["languages"] = " ".join([*(self.languages.data or []), self.other_languages.data or ""])
        values, problems = read_cells(cells, known)
        for problem in problems if self.is_submitted() else ():
            self._mark(problem.column, problem.refusal)
        if problems or not valid:
            return None
        empty: dict[str, Any] = {"other_names": [], "languages": [], "website": "", "focal_point": ""}
        return {**empty, "latitude": None, "longitude": None, "population": None, **values}

    def _mark(self, column: str, refusal: Refusal) -> None:
        if column in REQUIRED and refusal.reason is Fault.MISSING:
            return
        field = self["other_languages" if column == "languages" else column]
        field.errors = [*field.errors, i18n.sentence(refusal)]


def values_for_form(city: City) -> dict[str, Any]:
    """What a city's form shows."""
    shown = {name: value_of(city, name) for name in COLUMNS if name not in {"country", "languages", "other_names"}}
    spoken = [code for code in city.languages if code in SPOKEN]
    others = " ".join(code for code in city.languages if code not in SPOKEN)
    names = "; ".join(city.other_names)
    return {
        **shown,
        "other_names": names,
        "country": city.country_code,
        "languages": spoken,
        "other_languages": others,
    }


class UploadForm(Form):
    file = FileField(_l("Table"), validators=[FileRequired(_l("Please choose a file."))])


class AskForm(Form):
    name = StringField(
        _l("Name of the city"),
        filters=[tidy],
        validators=[
            DataRequired(_l("Please type the city's name.")),
            at_most(120),
        ],
    )
    country = SelectField(_l("Country"), validators=[InputRequired(_l("Please choose the country."))])
    note = TextAreaField(
        _l("Anything that helps us"),
        filters=[tidy_text],
        description=_l("For instance the city's website, or who in the city hall knows about it."),
        validators=[at_most(1000)],
    )

    def offer_countries(self) -> None:
        """Fills the choice of countries."""
        self.country.choices = {"": str(_l("Please choose"))} | dict(i18n.country_choices())


class DeclineForm(Form):
    reason = TextAreaField(
        _l("Reason"),
        filters=[tidy_text],
        description=_l("It goes to the person who asked, in these words."),
        validators=[
            DataRequired(_l("Please give a reason: it goes to the person who asked.")),
            at_most(500),
        ],
    )


def search_as_query(search: Search) -> Mapping[str, str]:
    """A search as the query string that asks for it."""
    values = {"q": search.q, "region": search.region, "income": search.income, "country": search.country}
    values |= {"status": search.status, "language": search.language}
    return {name: str(value) for name, value in values.items() if value}
