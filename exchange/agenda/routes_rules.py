"""What the agenda knows beside its sessions: rules, formats, interpreters and ways."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange.agenda import telling
from exchange.agenda.facts import rooms_of, rules_of
from exchange.agenda.formats import PRESETS, presets_of
from exchange.agenda.forms_telling import PresetForm, rules_form, staffing_form
from exchange.agenda.models import Format
from exchange.agenda.rule_words import GROUPS, RULES
from exchange.forums.gate import managed_forum
from exchange.forums.models import Forum
from exchange.i18n import language_name
from exchange.stale import held

bp = Blueprint("rules", __name__)


@bp.route("/rules", methods=["GET", "POST"])
def index(slug: str) -> ResponseReturnValue:
    forum = held(managed_forum(slug))
    form = rules_form(rules_of(forum))
    if form.validate_on_submit() and form.is_fresh():
        telling.set_rules(forum, form.levels(), form.wished_by.data or 0)
        flash(_("Saved. The clashes are counted by these rules from now on."), "success")
        return redirect(url_for("agenda_manage.rules.index", slug=slug), 303)
    page = render_template("agenda/manage/rules.html", form=form, groups=GROUPS, rules=RULES)
    return page, 422 if form.errors else 200


@bp.post("/rules/reset")
def reset(slug: str) -> ResponseReturnValue:
    telling.reset_rules(managed_forum(slug))
    flash(_("Every rule is as usual again."), "success")
    return redirect(url_for("agenda_manage.rules.index", slug=slug), 303)


@bp.get("/formats/")
def formats(slug: str) -> str:
    presets = presets_of(managed_forum(slug))
    own = {kind for kind, preset in presets.items() if preset != PRESETS[kind]}
    return render_template("agenda/manage/formats.html", presets=presets, own=own)


@bp.route("/formats/<name>", methods=["GET", "POST"])
def preset(slug: str, name: str) -> ResponseReturnValue:
    forum, kind = held(managed_forum(slug)), _format(name)
    form = PresetForm(data=presets_of(forum)[kind]._asdict())
    form.offer()
    if form.validate_on_submit() and form.is_fresh():
        telling.set_preset(forum, kind, form.preset())
        flash(_("Saved. Sessions that exist keep what they have."), "success")
        return redirect(url_for("agenda_manage.rules.formats", slug=slug), 303)
    page = render_template("agenda/manage/format.html", form=form, kind=kind, usual=PRESETS[kind])
    return page, 422 if form.errors else 200


@bp.post("/formats/<name>/reset")
def reset_preset(slug: str, name: str) -> ResponseReturnValue:
    telling.reset_preset(managed_forum(slug), _format(name))
    flash(_("This format is as usual again."), "success")
    return redirect(url_for("agenda_manage.rules.formats", slug=slug), 303)


def _format(name: str) -> Format:
    if name not in set(Format):
        abort(404)
    return Format(name)


@bp.route("/interpreters", methods=["GET", "POST"])
def staffing(slug: str) -> ResponseReturnValue:
    forum = held(managed_forum(slug))
    form = staffing_form(forum.languages, _sites(forum), telling.staffing_of(forum))
    if form.validate_on_submit() and form.is_fresh():
        telling.set_staffing(forum, form.staffing())
        flash(_("Saved."), "success")
        return redirect(url_for("agenda_manage.rules.staffing", slug=slug), 303)
    page = render_template("agenda/manage/staffing.html", form=form, language_name=language_name)
    return page, 422 if form.errors else 200


def _sites(forum: Forum) -> list[str]:
    return [room.site for room in rooms_of(forum) if room.site]
