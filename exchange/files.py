"""Tables that people send and take away: CSV and XLSX read with care, written without formulas."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import openpyxl
import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from sqlalchemy.orm import Mapped, mapped_column

from exchange import clock
from exchange.db import Base, db, fk, pk
from exchange.domain.refusal import Refusal
from exchange.domain.text import clean_line

MAX_BYTES = 5_000_000
MAX_ROWS = 5_000
MAX_UNPACKED = 50_000_000


class Reason(StrEnum):
    """Why a file cannot be read."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    NOT_A_TABLE = "not_a_table"
    MISSING_COLUMNS = "missing_columns"


class Outcome(StrEnum):
    """What a row of a sent table will do when the table is confirmed."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell of a row."""

    column: str
    refusal: Refusal


@dataclass(frozen=True)
class Row:
    """A row of a sent table: its line in the file (the header is line 1) and its cells by column name."""

    line: int
    cells: dict[str, str]


class Upload(Base):
    """A table that somebody sent, waiting to be confirmed; `rows` is [{line, cells}]."""

    __tablename__ = "upload"

    id: Mapped[int] = pk()
    kind: Mapped[str] = mapped_column(sa.String(40))
    forum_id: Mapped[int | None] = mapped_column(default=None)
    person_id: Mapped[int] = fk("person.id", ondelete="CASCADE")
    file_name: Mapped[str] = mapped_column(sa.String(200))
    rows: Mapped[list[Any]] = mapped_column(sa.JSON, deferred=True)
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None] = mapped_column(default=None)


def keep_upload(kind: str, person_id: int, file_name: str, rows: Sequence[Row], forum_id: int | None = None) -> Upload:
    """Keeps a table until somebody has looked at what it would do."""
    upload = Upload(
        kind=kind,
        forum_id=forum_id,
        person_id=person_id,
        file_name=clean_line(file_name)[:200],
        rows=[{"line": row.line, "cells": row.cells} for row in rows],
        created_at=clock.now(),
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def rows_of(upload: Upload) -> list[Row]:
    """The rows of a kept table."""
    return [Row(row["line"], row["cells"]) for row in upload.rows]


def tidy_cell(cell: str) -> str:
    """A cell as one clean line, without the sign that keeps it from becoming a formula in our own exports."""
    return clean_line(cell[1:] if re.match(r"'[=+\-@]", cell) else cell)


def read_email(fault: StrEnum, cell: str) -> str:
    """An address as it is stored. Raises Refusal(fault) for what is none."""
    try:
        validate_email(cell, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise Refusal(fault, value=cell[:60]) from None
    return cell.lower()


def read_table(file_name: str, content: bytes, columns: Sequence[str]) -> list[Row]:
    """Rows of a CSV (any usual encoding and separator) or XLSX file; other columns are left aside.

    Every cell is text; "NA" stays "NA". Raises Refusal when the file is no such table or a column is missing.
    """
    if not content.strip():
        raise Refusal(Reason.EMPTY)
    if len(content) > MAX_BYTES:
        raise Refusal(Reason.TOO_LARGE, megabytes=MAX_BYTES // 1_000_000)
    lines = _xlsx_lines(content) if content.startswith(b"PK") else _csv_lines(content)
    if not lines:
        raise Refusal(Reason.EMPTY)
    header = [clean_line(cell).lower().lstrip("\ufeff") for cell in lines[0]]
    if missing := [column for column in columns if column not in header]:
        raise Refusal(Reason.MISSING_COLUMNS, columns=", ".join(missing))
    if len(lines) - 1 > MAX_ROWS:
        raise Refusal(Reason.TOO_MANY_ROWS, rows=MAX_ROWS)
    return [
        Row(number, {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name})
        for number, cells in enumerate(lines[1:], 2)
        if any(cell.strip() for cell in cells)
    ]


def _csv_lines(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    if "\x00" in text:
        raise Refusal(Reason.NOT_A_TABLE)
    first = text.split("\n", 1)[0]
    separator = max(";\t,", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Refusal(Reason.NOT_A_TABLE) from error


def _decoded(content: bytes) -> str:
    # Spreadsheet programs still save Windows-1252 and UTF-16; UTF-8 is tried first because it cannot be mistaken.
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _xlsx_lines(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise Refusal(Reason.TOO_LARGE, megabytes=MAX_BYTES // 1_000_000)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_row=MAX_ROWS + 2, max_col=100, values_only=True)
        return [[_as_text(cell) for cell in row] for row in rows]
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise Refusal(Reason.NOT_A_TABLE) from error


def _as_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time().isoformat() == "00:00:00" else cell.isoformat(" ", "minutes")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file that every spreadsheet program opens as UTF-8 and in which no cell becomes a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: object) -> object:
    # Numbers stay numbers; only text can be taken for a formula.
    if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + cell
    return cell


def write_xlsx(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """An XLSX file with a bold, fixed header; every text cell is text, never a formula."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_text_cell(sheet, column, bold=True) for column in columns])
    for row in rows:
        sheet.append([_text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
