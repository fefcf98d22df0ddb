"""The interpreters' rota of the draft, to read and to take away."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import format_decimal
from flask_babel import gettext as _

from exchange import files
from exchange.agenda import proposing, sentences
from exchange.agenda.draft import plan
from exchange.domain.interpretation import Rota, TeamDay, rota_of
from exchange.domain.timetable import Facts
from exchange.forums.gate import managed_forum
from exchange.i18n import language_name

bp = Blueprint("rota", __name__, url_prefix="/interpreters")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DEAREST = 100_000


@bp.get("/rota")
def index(slug: str) -> str:
    forum = managed_forum(slug)
    facts = proposing.draft_facts(forum, plan(forum))
    rota = rota_of(facts)
    rate = min(max(request.args.get("rate", 0, type=int), 0), DEAREST)
    return render_template(
        "agenda/manage/rota.html",
        rota=rota,
        days=_by_day(rota),
        halls={hall.key: hall.name for hall in facts.halls},
        teams_known=bool(facts.teams),
        rate=rate,
        cost=rate * rota.interpreter_days,
        number=format_decimal,
        says=sentences,
        zone=forum.zone,
    )


def _by_day(rota: Rota) -> dict[date, list[TeamDay]]:
    found: dict[date, list[TeamDay]] = {}
    for one in rota.team_days:
        found.setdefault(one.day, []).append(one)
    return found


@bp.get("/rota.xlsx")
def table(slug: str) -> Response:
    forum = managed_forum(slug)
    facts = proposing.draft_facts(forum, plan(forum))
    columns = [
        _("Day"), _("Start"), _("End"), _("Language"), _("Team"), _("Interpreters"), _("Session"), _("Title"),
        _("Room"), _("Floor"),
    ]  # fmt: skip
    content = files.write_xlsx(_("Interpreters"), columns, _rows(facts))
    name = f"interpreters-{forum.slug}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype=XLSX, headers=headers)


def _rows(facts: Facts) -> list[list[Any]]:
    halls = {hall.key: hall.name for hall in facts.halls}
    shifts = [(one, session) for one in rota_of(facts).team_days for session in one.sessions]
    return [
        [
            team.day.isoformat(),
            f"{session.starts_at.astimezone(facts.zone):%H:%M}",
            f"{session.ends_at.astimezone(facts.zone):%H:%M}",
            language_name(team.language),
            _team_name(team),
            team.interpreters,
            session.code,
            session.title,
            halls.get(session.room or 0, ""),
            language_name(session.languages[0]),
        ]
        for team, session in sorted(shifts, key=lambda pair: (pair[1].starts_at, pair[1].code, pair[0].language))
    ]


def _team_name(team: TeamDay) -> str:
    name = f"{team.language.upper()} {team.number}"
    return _("%(name)s (not found yet)", name=name) if team.extra else name
