"""Two people with one form open: the later save is refused with what changed, and nobody's typing is lost.

Watched is for a form whose every value is a field of its own: it knows which of them changed, and takes over what was
left alone. Revised is for a form that is saved whole: it has rows that people add and move, or writes more than its
fields, or its service has other callers too; that service compares the state that was seen, under its lock.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any, TypeVar

from flask import request
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, FormField, HiddenField
from wtforms.fields.choices import SelectFieldBase

from exchange.db import Base, db_lock
from exchange.domain.refusal import Refusal
from exchange.domain.revision import Stale
from exchange.i18n import sentence, words
from exchange.web import SAFE, Form

M = TypeVar("M", bound=Base)

words(
    {
        Stale.CHANGED_MEANWHILE: _l(
            "Somebody changed this after you opened the page. What you typed is below; save again to keep yours."
        )
    }
)


def held(row: M) -> M:
    """The row, locked and read afresh where this request may change it, so that what a form compares stays so."""
    if request.method in SAFE:
        return row
    key: int = row.id  # type: ignore[attr-defined]
    return db_lock(type(row), key)


def mark_of(value: Any) -> str:
    """8 hex digits that change with a value; None, an empty text and an empty list are the same."""
    return hashlib.sha256(json.dumps(_plain(value), sort_keys=True).encode()).hexdigest()[:8]


def _plain(value: Any) -> Any:
    if not value and not isinstance(value, int | float):
        return ""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items() if each}
    if isinstance(value, list | tuple):
        # Ticked boxes come in the order of the page, whatever the order in the database.
        return sorted(value) if all(isinstance(each, str) for each in value) else [_plain(each) for each in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is False else str(value)


class Watched(Form):
    """A form of something that others may change meanwhile; `seen` marks what it showed, field by field.

    Fill it with obj= or data= from a row that is held(); ask is_fresh() after it was found valid.
    """

    seen = HiddenField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.is_submitted():
            self.seen.data = self._marks()

    def is_fresh(self) -> bool:
        """Whether nobody saved since the form was opened. Otherwise says at the head and at the fields what changed.

        Fields that were left alone then show what the other one wrote; saving again keeps what stands there.
        """
        before = _read(self.seen.data)
        changed = [leaf for leaf in _leaves(self) if before.get(leaf.name, now := _now(leaf)) != now]
        if not changed:
            return True
        for leaf in changed:
            _merge(leaf, before[leaf.name])
        self.seen.data = self._marks()
        names = ", ".join(dict.fromkeys(_called(self, leaf) for leaf in changed))
        self.form_errors = [
            _("Somebody else saved this while you had it open, and changed: %(fields)s.", fields=names),
            _("What you left alone shows their version now. Save again to keep what stands here."),
        ]
        return False

    def _marks(self) -> str:
        return json.dumps({leaf.name: _now(leaf) for leaf in _leaves(self)}, separators=(",", ":"))


def _leaves(form: Any) -> Iterator[Field]:
    """The fields people type into, those of texts per language one by one."""
    for field in form:
        if isinstance(field, FormField):
            yield from _leaves(field)
        elif field.widget.__class__.__name__ != "HiddenInput":
            yield field


def _now(leaf: Field) -> str:
    """The mark of what stands in the database."""
    return mark_of(leaf.object_data)


def _read(seen: Any) -> dict[str, str]:
    try:
        marks = json.loads(seen or "{}")
    except ValueError:
        return {}
    return marks if isinstance(marks, dict) else {}


def _merge(leaf: Field, before: str) -> None:
    if mark_of(leaf.data) == before:
        leaf.data, leaf.raw_data = leaf.object_data, None
    elif mark_of(leaf.data) != _now(leaf):
        leaf.errors = [*leaf.errors, _("Somebody else wrote here: %(text)s", text=_said(leaf, leaf.object_data))]


def _said(leaf: Field, value: Any) -> str:
    """A value as the field would show it."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, date):
        return str(format_date(value, "long"))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(leaf, SelectFieldBase):
        chosen = {str(each) for each in (value if isinstance(value, list | tuple) else [value])}
        value = ", ".join(str(choice[1]) for choice in leaf.iter_choices() if str(choice[0]) in chosen)
    return str(value)[:300] if value not in (None, "") else str(_("nothing"))


def _called(form: Form, leaf: Field) -> str:
    """A field's label, that of the group for texts per language."""
    group = next((field for field in form if isinstance(field, FormField) and leaf.name.startswith(field.name)), leaf)
    return str(group.label.text)


class RevisionField(HiddenField):
    """The state that a page was filled from; empty when the sender does not say."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist else ""


class Revised(Form):
    """A form that is saved whole. Fill `revision` with the state (domain.revision) of all that the form was filled from
    and hand what came back to the service, which refuses another state (refuse_stale)."""

    revision = RevisionField()

    @property
    def state_seen(self) -> str:
        """The state that was on the screen."""
        return self.revision.data or ""

    def show_stale(self, refusal: Refusal, stored: Mapping[str, Any]) -> None:
        """Says at the head what is stored now where it is not what was typed; the next save is about that state.

        `stored` is what a new form would be filled from; of rows it is not said what changed.
        """
        self.form_errors = [sentence(refusal), *_differences(self, stored)]
        self.revision.data = stored["revision"]


def _differences(form: Form, stored: Mapping[str, Any]) -> list[str]:
    """A line for each value that is not what was typed: "Your function is now: Mayor"."""
    return [
        _("%(field)s is now: %(value)s", field=name, value=_said(leaf, value))
        for name, leaf, value in _beside(form, stored)
        if mark_of(leaf.data) != mark_of(value)
    ]


def _beside(form: Form, stored: Mapping[str, Any]) -> Iterator[tuple[str, Field, Any]]:
    """Name, field and stored value of all that is one value."""
    for field in (form[name] for name in stored if name in form):
        value = stored[field.short_name]
        if isinstance(field, FormField):
            for leaf in field:
                yield f"{field.label.text} ({leaf.label.text})", leaf, (value or {}).get(leaf.short_name)
        elif not isinstance(field, HiddenField | FieldList):
            yield str(field.label.text), field, value
