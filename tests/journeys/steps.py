"""What people do on more than one journey."""

import re
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

FORUM = "/f/dakar-2027"


def fill_identity(
    page: Page, *, email: str | None, given_name: str, city: str = "Edmonton", script: bool = True
) -> None:
    """The first stage of registering, in English; `email` is None for somebody who is signed in."""
    if email:
        page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("Given name").fill(given_name)
    if script:
        page.get_by_role("searchbox", name="Search a city or country").fill(city)
    else:
        page.get_by_label("Your city", exact=True).select_option(label=city)
    page.get_by_role("group", name="Languages you speak").get_by_label("English").check()


def send_registration(page: Page, **identity: Any) -> None:
    """Registers in English as far as the page that speaks of the mail."""
    page.goto(f"{FORUM}/register")
    fill_identity(page, **identity)
    page.get_by_role("button", name="Send my registration").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step: look at your mail")


def open_mail(page: Page, to: str, subject: str = "") -> None:
    """Opens the newest mail to an address in the demonstration's outbox."""
    page.goto(f"/demo/outbox?{urlencode({'q': f'{to} {subject}'.strip()})}")
    row = page.get_by_role("row").filter(has_text=to).filter(has_text=subject).first
    row.get_by_role("link").click()


def confirm_by_mail(page: Page, to: str, link: str = "Confirm my registration") -> None:
    """Follows the link of the mail and presses the button there."""
    open_mail(page, to)
    page.get_by_role("link", name=link).click()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(rf"{FORUM}/"))


def register(page: Page, email: str, given_name: str, **more: Any) -> None:
    """All of it: form, mail, button; ends on My forum."""
    send_registration(page, email=email, given_name=given_name, **more)
    confirm_by_mail(page, email)


def text_in(part: Page | Locator, language: str, label: str) -> Locator:
    """The field of a text in one language, such as "English: Title"."""
    return part.get_by_role("textbox", name=re.compile(rf"^{language} ?: {re.escape(label)}"))


def see(page: Page, text: str) -> None:
    """The words can be read on the page."""
    expect(page.locator("body")).to_contain_text(text)


def headed(page: Page, text: str) -> None:
    """The page has this heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)
