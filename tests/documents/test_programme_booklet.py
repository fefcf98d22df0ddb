"""The printed programme: everything is in it, in the reader's language, where the contents say it is."""

import io
import re
from dataclasses import replace

import pymupdf
import pypdf
import pytest

from exchange.documents.booklet import Booklet
from exchange.documents.glance import HEIGHT, WIDTH
from exchange.documents.labels import Labels, date_range, day_name, spoken, unbroken
from exchange.documents.programme import programme_html, programme_key, programme_paper, programme_pdf, qr_code
from exchange.domain.day_grid import ItemKind
from exchange.domain.programme import Contributor, Status
from tests.samples import DAYS, FORUM, sample_programme, sample_visits

LIVE = "https://meet.example.org/f/dakar-2027/agenda"
ARABIC = "الماء في الذاكرة: مدن تستعد للفيضانات"


def with_session(programme, code, **values):
    sessions = tuple(replace(s, **values) if s.code == code else s for s in programme.sessions)
    return replace(programme, sessions=sessions)


def booklet(programme=None, visits=None, language="en"):
    visits = sample_visits() if visits is None else visits
    return Booklet(programme or sample_programme(), visits, language, LIVE, Labels())


def html(programme=None, visits=None, language="en"):
    return programme_html(
        programme or sample_programme(), sample_visits() if visits is None else visits, language, LIVE
    )


@pytest.fixture(scope="module")
def printed():
    programme = with_session(sample_programme(), "S04", titles={"ar": ARABIC})
    programme = with_session(programme, "S18", status=Status.CANCELLED)
    return programme_pdf(programme, sample_visits(), "en", LIVE)


@pytest.fixture(scope="module")
def pages(printed):
    # Soft hyphens and ligatures are the typesetter's: what people search for has none.
    return [" ".join(page.get_text().split()) for page in pymupdf.open(stream=printed)]


def beside(page, text):
    """The words on the line of a text, to its right."""
    line = page.search_for(text)[0]
    words = page.get_text("words")
    return [w[4] for w in words if w[0] >= line.x1 - 1 and line.y0 < (w[1] + w[3]) / 2 < line.y1]


def test_every_session_visit_and_person_is_in_it(pages):
    whole = " ".join(pages)
    programme = sample_programme()
    for session in programme.sessions:
        assert session.code in whole
    for visit in sample_visits():
        assert next(iter(visit.titles.values())) in whole
    for person in programme.people:
        assert person.name in whole


def test_the_index_names_the_pages_people_are_on(printed, pages):
    number = next(n for n, page in enumerate(pages) if "Adelakun-Reed, Ngozi" in page)
    words = beside(pymupdf.open(stream=printed)[number], "Adelakun-Reed, Ngozi")
    left = words[: next((k for k, word in enumerate(words) if not re.fullmatch(r"\d+,?", word)), None)]
    named = {int(word.rstrip(",")) for word in left}
    on = {number for number, page in enumerate(pages, start=1) if "Ngozi Adelakun-Reed" in page}
    assert named == on


def test_the_contents_name_the_page(printed, pages):
    first = next(n for n, page in enumerate(pages, start=1) if "The question to carry" in page)
    assert beside(pymupdf.open(stream=printed)[1], "Study visits")[0] == str(first)


def test_every_page_after_the_cover_says_release_time_address_and_that_it_is_invented(pages):
    for page in pages[1:]:
        assert "Release 1 of 2 April 2027, 08:30 (Africa/Dakar) · meet.example.org/f/dakar-2027/agenda" in page
        assert "Demonstration: people and contents are invented." in page
    assert "Demonstration" in pages[0]


def test_a_real_forum_has_no_such_mark():
    real = replace(sample_programme(), forum=replace(FORUM, fictional=False))
    assert "Demonstration" not in html(real)


def test_what_was_cancelled_is_marked_and_not_at_a_glance(pages):
    assert " ".join(pages).count("CANCELLED") == 1
    glance = next(page for page in pages if "Tuesday 25 May at a glance" in page and "Baobab" in page)
    assert "S17" in glance
    assert "S18" not in glance


def test_arabic_can_be_found_and_runs_from_right_to_left(printed):
    assert f'<h4 lang="ar" dir="rtl"><span>{ARABIC}</span>' in html(
        with_session(sample_programme(), "S04", titles={"ar": ARABIC})
    )
    reader = pypdf.PdfReader(io.BytesIO(printed))
    letters = "".join(page.extract_text() for page in reader.pages)
    assert (
        sum(letter in letters for letter in set(ARABIC) if letter.isalpha()) / len({c for c in ARABIC if c.isalpha()})
        > 0.9
    )


def test_bookmarks_lead_to_days_and_sessions(printed):
    outline = pymupdf.open(stream=printed).get_toc()
    titles = [title for _, title, _ in outline]
    assert [title for level, title, _ in outline if level == 1][:3] == [
        "Welcome to Dakar", "Tuesday 25 May at a glance", "Tuesday 25 May",
    ]  # fmt: skip
    assert any(title.startswith("Peer assist: Beira") for title in titles)


def test_it_is_a_tagged_document_with_language_and_title(printed):
    reader = pypdf.PdfReader(io.BytesIO(printed))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Cities Together · Programme"


def test_every_link_leads_somewhere_and_prints(printed):
    document = pymupdf.open(stream=printed)
    links = [link for page in document for link in page.get_links()]
    assert len(links) > 100
    assert {link["uri"] for link in links if link["kind"] == pymupdf.LINK_URI} == {LIVE}
    reader = pypdf.PdfReader(io.BytesIO(printed))
    flags = {note.get_object().get("/F") for page in reader.pages for note in page.get("/Annots", ())}
    assert flags == {4}


def test_the_same_release_gives_the_same_key_and_another_language_another():
    programme, visits = sample_programme(), sample_visits()
    assert programme_key(programme, visits, "en", LIVE) == programme_key(programme, visits, "en", LIVE)
    assert programme_key(programme, visits, "fr", LIVE) != programme_key(programme, visits, "en", LIVE)
    moved = with_session(programme, "S05", room="R6")
    assert programme_key(moved, visits, "en", LIVE) != programme_key(programme, visits, "en", LIVE)


def test_dates_and_texts_are_in_the_readers_language():
    french = html(language="fr")
    assert "Mardi 25 mai" in french
    assert "Villes ensemble" in french
    assert "Eau, assainissement et hygiène" in french
    # A title nobody translated keeps its own language.
    assert '<h4 lang="en" dir="ltr"><span>Sanitation beyond the sewer</span>' in french


def test_what_people_wrote_is_never_markup():
    bad = "<img src=x onerror=1><i data-pages='s-1'>&"
    evil = with_session(sample_programme(), "S05", titles={"en": bad}, abstracts={"en": bad})
    evil = replace(evil, people=(replace(evil.people[0], name=bad, function=bad), *evil.people[1:]))
    assert "<img src=x" not in html(evil)
    assert html(evil).count("<i data-pages='") == 0


def test_marks_of_markdown_are_not_printed():
    text = "# Why\n\nSome **bold** words, see [the plan](https://plan.example/a).\n\n- *one*\n- two\n\n3. three"
    programme = replace(
        with_session(sample_programme(), "S05", abstracts={"en": text}), version=2, note={"en": "A **new** room\n\n<b>"}
    )
    printed = html(programme)
    assert "Some bold words, see the plan (https://plan.example/a).</p>" in printed
    for line in ("Why", "• one", "• two", "3. three", "A new room", "&lt;b&gt;"):
        assert f">{line}</p>" in printed
    assert "**" not in printed


def test_the_words_for_formats_come_from_outside():
    labels = Labels(format=lambda value: f"«{value}»", role=lambda value: f"[{value}]")
    text = programme_html(sample_programme(), (), "en", LIVE, labels)
    assert "«side_event»" in text
    assert "[chair] · Mayor, Dakar" in text


def test_every_item_of_a_glance_is_inside_the_page_and_inside_its_column():
    for glance in booklet().glances.values():
        for placed in glance.items:
            box = placed.box
            assert 0 <= box.left <= box.left + box.width <= WIDTH
            assert 0 <= box.top <= box.top + box.height <= HEIGHT + 0.1


def test_long_titles_get_smaller_and_are_cut_in_the_end():
    endless = with_session(sample_programme(), "S07", titles={"en": "Rather long words " * 30})
    (placed,) = [p for p in booklet(endless).glances[1].items if p.item.session and p.item.session.code == "S07"]
    assert placed.size == 6.2
    assert placed.lines >= 1


def test_a_short_session_has_no_line_for_its_languages():
    session = sample_programme().session("S07")
    short = with_session(sample_programme(), "S07", ends_at=session.starts_at.replace(minute=55))
    items = [p for p in booklet(short).glances[1].items if p.item.kind is ItemKind.SESSION]
    assert [p.item.session.code for p in items if p.is_tight] == ["S07"]


def test_the_index_is_sorted_by_family_name_without_accents_and_balanced():
    (left, right), *more = booklet().index_pages
    names = [entry.person.family_name for entry in [*left, *right]]
    assert not more
    assert abs(len(left) - len(right)) <= 3
    assert names[0] == "Adelakun-Reed"
    assert names.index("Ouédrango") == names.index("Ofosu-Tray") + 1


def test_a_long_index_takes_more_pages():
    people = tuple(
        Contributor(f"X{n}", f"Ama {chr(65 + n % 26)}mensah{n}", f"{chr(65 + n % 26)}mensah{n}") for n in range(150)
    )
    programme = replace(sample_programme(), people=people)
    first = programme.sessions[0]
    parts = tuple(replace(first.people[0], person=person.key) for person in people)
    programme = with_session(programme, "S01", people=parts)
    pages = booklet(programme).index_pages
    assert len(pages) > 2
    assert sum(len(left) + len(right) for left, right in pages) == 150


def test_a_forum_with_nothing_but_a_name_can_be_printed():
    bare = replace(
        sample_programme(), sessions=(), rooms=(), people=(), themes=(), pauses=(),
        forum=replace(FORUM, summaries={}, host_city="", venue_name="", venue_address=""),
    )  # fmt: skip
    content = programme_pdf(bare, (), "es", LIVE)
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 4


def test_the_pattern_and_the_code_come_along():
    pictures = programme_paper(sample_programme(), (), "en", LIVE).pictures
    assert pictures["tiles.svg"].content.startswith(b"<svg")
    assert qr_code(LIVE).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("language", "day", "span"),
    [
        ("en", "Tuesday 25 May", "25–27 May 2027"),
        ("fr", "Mardi 25 mai", "25–27 mai 2027"),
        ("es", "Martes 25 de mayo", "25–27 de mayo de 2027"),
    ],
)
def test_dates_are_written_as_people_write_them(language, day, span):
    assert day_name(DAYS[1], language) == day
    assert date_range(DAYS[1], DAYS[3], language) == span


def test_dates_over_two_months_are_written_out():
    assert date_range(DAYS[1], DAYS[1].replace(month=6, day=2), "en") == "25 May 2027 – 2 June 2027"
    assert date_range(DAYS[1], DAYS[1], "en") == "25 May 2027"


def test_the_floor_language_comes_before_the_arrow():
    assert spoken(("fr", "en", "es")) == "FR → EN · ES"
    assert spoken(("pt",)) == "PT"
    assert spoken(()) == ""


def test_french_punctuation_stays_with_its_word():
    assert unbroken("Qui paie ? « Nous »", "fr") == "Qui paie\u00a0? «\u00a0Nous\u00a0»"
    assert unbroken("Why not ?", "en") == "Why not ?"
