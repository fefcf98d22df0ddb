"""What a new call starts with: the criteria and duties usual at forums of cities, in the forum's languages."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from exchange.calls.setting_up import CriterionDraft
from exchange.forums.models import Forum
from exchange.i18n import in_language, languages

# Name, what to look for, weight.
CRITERIA: tuple[tuple[LazyString, LazyString, int], ...] = (
    (_l("Link to the theme"), _l("Does it speak to one of the forum's themes, from a city's own practice?"), 20),
    (_l("Expected outcome"), _l("Is it clear what participants take home and can use?"), 25),
    (
        _l("Inclusion of age and gender"),
        _l("Do women and men, young and old take part, and does the content see them?"),
        15,
    ),
    (
        _l("Least developed countries"),
        _l("Do cities of least developed countries speak, and can they use what is shown?"),
        15,
    ),
    (_l("Regional balance"), _l("Are cities of more than one region involved?"), 10),
    (
        _l("Outreach and monitoring"),
        _l("How are others reached, and how will somebody see later whether it helped?"),
        15,
    ),
)
DUTIES = _l(
    "Whoever is accepted pays their own travel and stay, takes care of the speakers' registration, and sends a short"
    " report within four weeks after the forum: three messages, the cities heard, what was agreed."
)


def usual_criteria(forum: Forum) -> tuple[CriterionDraft, ...]:
    """The usual criteria, in those of the forum's languages that we speak."""
    return tuple(
        CriterionDraft(names=_in_all(forum, name), sentences=_in_all(forum, sentence), weight=weight)
        for name, sentence, weight in CRITERIA
    )


def usual_duties(forum: Forum) -> dict[str, str]:
    """What whoever is accepted usually takes on."""
    return _in_all(forum, DUTIES)


def _in_all(forum: Forum, sentence: LazyString) -> dict[str, str]:
    texts = {}
    for code in forum.languages:
        if code in languages():
            with in_language(code):
                texts[code] = str(sentence)
    return texts
