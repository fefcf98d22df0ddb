"""Registrations as tables: out as CSV and XLSX, in with a preview."""

from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import audit, i18n
from exchange.accounts.gate import the_person
from exchange.cities.queries import page_of
from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.domain.refusal import Refusal
from exchange.files import Outcome, Upload, keep_upload, read_table, write_csv, write_xlsx
from exchange.forums.gate import managed_forum
from exchange.forums.models import Forum
from exchange.jobs import Job
from exchange.registration import queue, uploads
from exchange.registration.exporting import COLUMNS, MORE, REQUIRED, as_row, needs_counts
from exchange.registration.forms import ImportForm

# Part of the blueprint registration_manage.
bp = Blueprint("tables", __name__)

HOME = "/f/<slug>/manage/registrations"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get(f"{HOME}/export.<any(csv, xlsx):kind>")
def export(slug: str, kind: str) -> Response:
    """The registrations that fit the filters; what people need is not in it."""
    forum = managed_forum(slug)
    rows = [as_row(each) for each in queue.everybody(forum, queue.filters_from(request.args))]
    return table_file(f"{forum.slug}-registrations", kind, [*COLUMNS, *MORE], rows)


@bp.get(f"{HOME}/needs.<any(csv, xlsx):kind>")
def needs(slug: str, kind: str) -> Response:
    """How many need what, for the kitchen and the rooms: numbers only."""
    forum = managed_forum(slug)
    return table_file(f"{forum.slug}-needs", kind, ["kind", "what", "number"], needs_counts(forum))


def table_file(name: str, kind: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A CSV or XLSX file to save, which no cache keeps."""
    content = write_csv(columns, rows) if kind == "csv" else write_xlsx(name, columns, rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "Cache-Control": "no-store"}
    return Response(content, content_type=TYPES[kind], headers=headers)


@bp.route(f"{HOME}/import", methods=["GET", "POST"])
def send_table(slug: str) -> ResponseReturnValue:
    forum = managed_forum(slug)
    form = ImportForm()
    if not form.validate_on_submit():
        return _send_page(form), 422 if form.errors else 200
    try:
        file = form.file.data
        rows = read_table(file.filename or "", file.read(), REQUIRED)
    except Refusal as refusal:
        form.file.errors = [i18n.sentence(refusal)]
        return _send_page(form), 422
    upload = keep_upload(uploads.KIND, the_person().id, file.filename or "", rows, forum.id)
    return redirect(url_for("registration_manage.tables.preview", slug=slug, number=upload.id), 303)


def _send_page(form: ImportForm) -> str:
    return render_template("registration/import.html", form=form, columns=COLUMNS, required=REQUIRED)


def _upload(forum: Forum, number: int) -> Upload:
    upload = uploads.upload_of(forum, number)
    if upload is None:
        abort(404)
    return upload


@bp.get(f"{HOME}/import/<int:number>")
def preview(slug: str, number: int) -> ResponseReturnValue:
    """What a table would do; after it was confirmed, how far that is."""
    forum = managed_forum(slug)
    upload = _upload(forum, number)
    if upload.applied_at:
        return render_template("registration/import_running.html", upload=upload, job=_job_of(upload))
    lines = uploads.planned(forum, upload)
    counts = {outcome: sum(line.outcome is outcome for line in lines) for outcome in Outcome}
    # What is wrong comes first: it is what the organiser must look at.
    lines.sort(key=lambda line: line.outcome is not Outcome.WRONG)
    pager = page_of(lines, request.args.get("page", 1, type=int))
    return render_template(
        "registration/import_preview.html", upload=upload, counts=counts, pager=pager, sentence=i18n.sentence,
        sent=Standing.SUBMITTED,
    )  # fmt: skip


def _job_of(upload: Upload) -> Job | None:
    number = request.args.get("job", 0, type=int)
    job = db.session.get(Job, number)
    return job if job and job.kind == "import_registrations" and job.arguments.get("upload_id") == upload.id else None


@bp.post(f"{HOME}/import/<int:number>")
def confirm(slug: str, number: int) -> ResponseReturnValue:
    forum = managed_forum(slug)
    upload = _upload(forum, number)
    job = uploads.start(upload, mailed=request.form.get("mailed") == "yes", language=i18n.current_language())
    if job is None:
        flash(_("This table was taken over before."), "info")
        return redirect(url_for("registration_manage.index", slug=slug), 303)
    return redirect(url_for("registration_manage.tables.preview", slug=slug, number=number, job=job.id), 303)


@bp.post(f"{HOME}/import/<int:number>/discard")
def discard(slug: str, number: int) -> ResponseReturnValue:
    forum = managed_forum(slug)
    upload = _upload(forum, number)
    if upload.applied_at is None:
        audit.record("registrations.import_discarded", upload)
        db.session.delete(upload)
        flash(_("Nothing was imported."), "success")
    return redirect(url_for("registration_manage.index", slug=slug), 303)
