"""Tables that people send and take away."""

import csv
import io

import openpyxl
import pytest

from exchange.domain.refusal import Refusal
from exchange.files import MAX_ROWS, Reason, read_table, write_csv, write_xlsx

COLUMNS = ("name", "country")


def reason_of(content, columns=COLUMNS):
    with pytest.raises(Refusal) as caught:
        read_table("t.csv", content, columns)
    return caught.value.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_whatever_program_saved_it(encoding, separator):
    text = f"Name{separator}Country\r\nLomé{separator}TG\r\n\r\nWindhoek{separator}NA\r\n"
    rows = read_table("t.csv", text.encode(encoding), COLUMNS)
    assert [(row.line, row.cells["name"], row.cells["country"]) for row in rows] == [
        (2, "Lomé", "TG"),
        (4, "Windhoek", "NA"),
    ]


def test_an_xlsx_is_read_with_numbers_as_people_see_them():
    content = write_xlsx("Cities", ["name", "country", "people"], [["Lomé", "TG", 837437], ["Windhoek", "NA", 1.5]])
    rows = read_table("t.xlsx", content, COLUMNS)
    assert [row.cells for row in rows] == [
        {"name": "Lomé", "country": "TG", "people": "837437"},
        {"name": "Windhoek", "country": "NA", "people": "1.5"},
    ]


def test_what_is_no_table_is_refused_with_the_reason():
    assert reason_of(b"  ") is Reason.EMPTY
    assert reason_of(b"PK\x03\x04 not a zip") is Reason.NOT_A_TABLE
    assert reason_of(b"\x00\x01\x02name,country") is Reason.NOT_A_TABLE
    assert reason_of(b"name\nLome\n") is Reason.MISSING_COLUMNS
    assert reason_of(b"name,country\n" + b"x,y\n" * (MAX_ROWS + 1)) is Reason.TOO_MANY_ROWS
    assert reason_of(b"x" * 6_000_000) is Reason.TOO_LARGE


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_becomes_a_formula(text):
    (row,) = list(csv.reader(io.StringIO(write_csv(["a"], [[text]]).decode("utf-8-sig"), newline="")))[1:]
    assert row == ["'" + text]
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx("t", ["a"], [[text]])))
    assert book.active["A2"].data_type == "s"


def test_an_export_can_be_read_back():
    assert read_table("t.csv", write_csv(COLUMNS, [["N'Djamena", "TD"]]), COLUMNS)[0].cells["name"] == "N'Djamena"
