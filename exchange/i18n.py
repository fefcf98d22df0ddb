"""Languages: which one a page speaks, what organisers wrote in several, and the words for codes."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Any, cast

from babel import Locale, UnknownLocaleError
from babel.support import Translations
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, force_locale, format_date, format_datetime, get_locale
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

from exchange.domain.programme import Localised, localise
from exchange.domain.refusal import Refusal

COOKIE = "language"
# In their own words, so that nobody has to know another language to find theirs.
INTERFACE = {"en": "English", "fr": "Français", "es": "Español"}
PSEUDO = {"ar": "العربية (pseudo)"}
# Languages that people speak at forums; the interface exists in three of them.
SPOKEN = ("en", "fr", "es", "pt", "ar", "ru", "zh", "sw", "hi", "bn", "tr", "de", "it", "nl")

# Members of two enums may share a value and would be equal as keys, so the type is part of the key.
_words: dict[tuple[type[StrEnum], str], LazyString] = {}


def init_app(app: Flask) -> None:
    """Connects languages to the application and its templates."""
    settings = app.extensions["settings"]
    app.extensions["languages"] = INTERFACE | (PSEUDO if settings.pseudo_language else {})
    babel = Babel(app, locale_selector=lambda: _locale_of(current_language()))
    if settings.pseudo_language:
        with app.app_context():
            babel.domain_instance.cache["ar", "messages"] = _PseudoArabic()
    app.jinja_env.filters.update(word=word, language_name=language_name, country_name=country_name)
    app.jinja_env.globals.update(localised=localised, local_text=local_text)
    app.after_request(_remember_choice)


def _locale_of(language: str) -> str:
    # "25 May 2027", not "May 25, 2027": most readers of our English are not in the United States.
    return "en_GB" if language == "en" else language


def in_language(language: str) -> AbstractContextManager[None]:
    """Inside the block, sentences and dates are in this language: for mails, papers and calendars."""
    return force_locale(_locale_of(language))


def languages() -> Mapping[str, str]:
    """Codes and own names of the languages the interface speaks."""
    return cast("Mapping[str, str]", current_app.extensions["languages"])


def current_language() -> str:
    """The page's language: asked for, remembered, the person's, the browser's, English."""
    if not has_request_context():
        return "en"
    known = list(languages())
    person = g.get("person")
    for wish in (request.args.get("lang"), request.cookies.get(COOKIE), person and person.language):
        if wish in known:
            return str(wish)
    return request.accept_languages.best_match(known) or "en"


def _remember_choice(response: Any) -> Any:
    wish = request.args.get("lang")
    if wish in languages() and wish != request.cookies.get(COOKIE) and response.mimetype == "text/html":
        response.set_cookie(COOKIE, wish, max_age=31_536_000, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


def direction() -> str:
    """'rtl' or 'ltr', of the page's language."""
    return (get_locale() or Locale("en")).text_direction


def localised(texts: Mapping[str, str] | None, fallbacks: list[str] | tuple[str, ...] = ()) -> Localised:
    """What was written in the page's language, or in the first fallback that has a text."""
    return localise(texts or {}, str(get_locale() or "en").split("_", 1)[0], tuple(fallbacks))


def local_text(texts: Mapping[str, str] | None, fallbacks: list[str] | tuple[str, ...] = ()) -> Markup:
    """Like localised(), ready for a page: marked with its language when that is not the page's.

    The style sheet shows the code of that language behind the text, but not in titles of pages.
    """
    if not fallbacks and (forum := g.get("forum")):
        fallbacks = forum.languages
    found = localised(texts, fallbacks)
    if not found.is_fallback:
        return escape(found.text)
    name = language_name(found.language)
    html = Markup('<span class="local-text" lang="{}" dir="{}" title="{}">{}</span>')
    return html.format(found.language, found.direction, name, found.text)


def words(labels: Mapping[Any, LazyString]) -> None:
    """A feature's labels for one enum: its members' names, or its refusal reasons' sentences. One enum a call."""
    (kind,) = {type(member) for member in labels}
    _words.update({(kind, str(member)): label for member, label in labels.items()})


def word(member: StrEnum) -> str:
    """The label of an enum member, in the page's language."""
    return str(_words[type(member), str(member)])


def sentence(refusal: Refusal) -> str:
    """The sentence that says why something was refused; facts that are enum members become words."""
    facts = {name: word(fact) if isinstance(fact, StrEnum) else fact for name, fact in refusal.facts.items()}
    text = word(refusal.reason)
    return text % facts if facts else text


def language_name(code: str) -> str:
    """Name of a language in the page's language ('pt' -> 'Portuguese')."""
    name = (get_locale() or Locale("en")).languages.get(code, code)
    return cast("str", name[:1].upper() + name[1:])


def own_names(codes: Iterable[str]) -> dict[str, str]:
    """Languages with their names in themselves ({'pt': 'Português'}), in the order given."""
    return {code: _own_name(code) for code in codes}


def _own_name(code: str) -> str:
    try:
        name = Locale.parse(code).get_display_name(code) or code
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:]


def country_name(code: str) -> str:
    """Name of a country in the page's language ('NA' -> 'Namibia')."""
    return cast("str", (get_locale() or Locale("en")).territories.get(code, code))


def country_choices() -> list[tuple[str, str]]:
    """(code, name) of every country in the page's language, sorted by name."""
    from exchange.domain.text import fold

    territories = cast("Mapping[str, str]", (get_locale() or Locale("en")).territories)
    # CLDR's two-letter codes hold a few that are no countries (ZZ: unknown, EU: a union, XA: a pseudo-locale).
    codes = (code for code in territories if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY)
    return sorted(((code, territories[code]) for code in codes), key=lambda pair: fold(pair[1]))


NO_COUNTRY = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ", "AQ", "BV", "HM"}
)

# Letters that look foreign enough to show any text that was not translated, and that run from right to left.
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابثدةفجحيزكلمنوصقرستعغظخىض")


class _PseudoArabic(Translations):
    """Every sentence in Arabic letters, placeholders kept: shows layouts from right to left without a translator."""

    def ugettext(self, message: str) -> str:
        parts = message.split("%(")
        head, *rest = parts
        return _arabic(head) + "".join("%(" + _keep_placeholder(part) for part in rest)

    gettext = ugettext

    def upgettext(self, context: str, message: str) -> str:
        return self.ugettext(message)

    pgettext = upgettext

    def ungettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.ugettext(msgid1 if n == 1 else msgid2)

    ngettext = ungettext


def _keep_placeholder(part: str) -> str:
    end = part.index(")") + 2
    return part[:end] + _arabic(part[end:])


def _arabic(text: str) -> str:
    return text.lower().translate(_LETTERS)


__all__ = [
    "INTERFACE",
    "SPOKEN",
    "_",
    "country_choices",
    "country_name",
    "current_language",
    "direction",
    "format_date",
    "format_datetime",
    "init_app",
    "language_name",
    "languages",
    "local_text",
    "localised",
    "sentence",
    "word",
    "words",
]
