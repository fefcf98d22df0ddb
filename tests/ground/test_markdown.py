"""Markdown as plain text, and texts that must not become Markdown."""

from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.text import clean_line
from exchange.markdown import as_typed, markdown, plain_text

WRITTEN = """# Rooms

**All** rooms are [known](https://city.example).
Come early.

- one
- two
  and a half

> said *so*

1. first
2. second"""


def test_plain_text_keeps_paragraphs_lists_and_quotations():
    assert plain_text(WRITTEN) == (
        "Rooms\n\nAll rooms are known (https://city.example).\nCome early.\n\n• one\n• two\n  and a half\n\n"
        "> said so\n\n1. first\n2. second"
    )


@given(st.text("ab12 *_[]()<>#&`!.-+=\\|~:/", max_size=30).map(clean_line))
def test_what_somebody_typed_shows_as_it_was_typed(text):
    assert plain_text(as_typed(text)) == text
    html = markdown("x " + as_typed(text))
    assert not any(tag in html for tag in ("<a", "<em", "<strong", "<h2", "<ul", "<code", "<img"))
