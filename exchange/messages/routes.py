"""The outbox: every mail that was written, for organisers, the secretariat, and everybody in a demonstration."""

from email.policy import SMTP

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from config import Settings
from exchange import mail
from exchange.accounts.gate import admin_required
from exchange.forums.gate import managed_forum
from exchange.forums.models import Forum
from exchange.i18n import word
from exchange.mail import Mail
from exchange.messages import queries, words

bp = Blueprint("messages", __name__)

__all__ = ["bp", "words"]


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _list(forum: Forum | None) -> str:
    q, state = request.args.get("q", ""), request.args.get("state", "")
    page = request.args.get("page", 1, type=int)
    pager = queries.outbox(forum, private=_settings().demo, q=q, state=state, page=page)
    choices = [(each.value, word(each)) for each in mail.MailState]
    return render_template(
        "messages/outbox.html",
        pager=pager,
        q=q,
        state=state,
        base=_base(forum),
        state_choices=choices,
    )


def _base(forum: Forum | None) -> str:
    if forum is None:
        return url_for("messages.network_outbox")
    return url_for("messages.forum_outbox", slug=forum.slug)


def _found(number: int, forum: Forum | None) -> Mail:
    found = queries.mail_with(number, forum, private=_settings().demo)
    if found is None:
        abort(404)
    return found


def _page(message: Mail, base: str, crumb: str) -> str:
    return render_template("messages/mail.html", mail=message, base=base, crumb=crumb)


def _file(message: Mail) -> Response:
    content = mail.as_message(message, _settings()).as_bytes(policy=SMTP)
    headers = {
        "Content-Disposition": f'attachment; filename="mail-{message.id}.eml"',
        "Cache-Control": "no-store",
    }
    return Response(content, content_type="message/rfc822", headers=headers)


@bp.get("/f/<slug>/manage/outbox")
def forum_outbox(slug: str) -> ResponseReturnValue:
    return _list(managed_forum(slug))


@bp.get("/f/<slug>/manage/outbox/<int:number>")
def forum_mail(slug: str, number: int) -> ResponseReturnValue:
    forum = managed_forum(slug)
    return _page(_found(number, forum), _base(forum), _("Outbox"))


@bp.get("/f/<slug>/manage/outbox/<int:number>.eml")
def forum_file(slug: str, number: int) -> ResponseReturnValue:
    return _file(_found(number, managed_forum(slug)))


@bp.get("/manage/outbox")
@admin_required
def network_outbox() -> ResponseReturnValue:
    return _list(None)


@bp.get("/manage/outbox/<int:number>")
@admin_required
def network_mail(number: int) -> ResponseReturnValue:
    return _page(_found(number, None), _base(None), _("Outbox"))


@bp.get("/manage/outbox/<int:number>.eml")
@admin_required
def network_file(number: int) -> ResponseReturnValue:
    return _file(_found(number, None))


@bp.get("/demo/outbox")
def demo_outbox() -> ResponseReturnValue:
    """Everybody's mail, because nobody in a demonstration is real."""
    _only_in_the_demo()
    q, page = request.args.get("q", ""), request.args.get("page", 1, type=int)
    return render_template("messages/demo_outbox.html", pager=queries.outbox(None, private=True, q=q, page=page), q=q)


@bp.get("/demo/outbox/<int:number>")
def demo_mail(number: int) -> ResponseReturnValue:
    _only_in_the_demo()
    return _page(_found(number, None), url_for("messages.demo_outbox"), _("The demonstration's outbox"))


@bp.get("/demo/outbox/<int:number>.eml")
def demo_file(number: int) -> ResponseReturnValue:
    _only_in_the_demo()
    return _file(_found(number, None))


def _only_in_the_demo() -> None:
    if not _settings().demo:
        abort(404)
