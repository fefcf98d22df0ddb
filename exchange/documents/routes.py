"""Routes of documents."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from exchange.documents import service
from exchange.forums.gate import public_forum
from exchange.i18n import current_language

bp = Blueprint("documents", __name__)


@bp.get("/f/<slug>/programme.pdf")
def programme(slug: str) -> Response:
    """The printed programme of the newest release; ?lang= chooses the language. The first reader waits some seconds."""
    printed = service.printed_programme(public_forum(slug), current_language())
    if printed is None:
        raise _not_yet()
    if request.if_none_match.contains_weak(printed.key):
        response = Response(status=304)
    else:
        # The name and language first: making the PDF gives the database back, and the forum with it.
        name, language = printed.file_name, printed.language
        response = Response(printed.build().read_bytes(), mimetype="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
        response.content_language.add(language)
    response.set_etag(printed.key)
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Cookie", "Accept-Language"))
    response.make_conditional(request)
    return response


def _not_yet() -> NotFound:
    error = NotFound(_("The agenda of this forum is not published yet, so there is no programme to print."))
    error.told = True  # type: ignore[attr-defined]  # the error page may show this sentence
    return error
