"""Somebody without a mouse registers: Tab, Space, Enter and the letters, and always sees where they are."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.journeys.steps import FORUM, headed

# Whether the focus is on an element, and how it is told apart from the others.
FOCUS = """() => {
  const here = document.activeElement;
  const label = here.labels?.[0];
  const shown = [here, label, here.closest(".option")].filter(Boolean).some((each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const box = (label ?? here).getBoundingClientRect();
  return {name: here.getAttribute("name") ?? "", value: here.value ?? "", text: (label ?? here).textContent.trim(),
          tag: here.tagName, shown, there: box.bottom > 0 && box.top < innerHeight};
}"""


def _tab_to(page: Page, wanted: Callable[[dict[str, str]], bool]) -> dict[str, str]:
    for _step in range(80):
        page.keyboard.press("Tab")
        focus: dict[str, str] = page.evaluate(FOCUS)
        assert focus["shown"], f"no visible focus on {focus}"
        assert focus["there"], f"the focus is out of sight on {focus}"
        if wanted(focus):
            return focus
    raise AssertionError("Tab does not lead there")


def _type_into(page: Page, name: str, text: str) -> None:
    _tab_to(page, lambda focus: focus["name"] == name)
    page.keyboard.type(text)


def test_somebody_registers_with_the_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{FORUM}/register")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["text"] == "Skip to the content"
    page.keyboard.press("Enter")
    _type_into(page, "email", "keys.only@edmonton.example")
    _type_into(page, "given_name", "Abla")
    _tab_to(page, lambda focus: focus["tag"] == "INPUT" and focus["name"] == "" and not focus["value"])
    page.keyboard.type("edmonton")
    page.keyboard.press("Enter")
    _tab_to(page, lambda focus: focus["name"] == "role")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    _tab_to(page, lambda focus: focus["name"] == "speaks" and focus["value"] == "fr")
    page.keyboard.press("Space")
    _tab_to(page, lambda focus: focus["tag"] == "BUTTON" and focus["text"] == "Send my registration")
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/sent*")
    _tab_to(page, lambda focus: "outbox" in focus["text"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/demo/outbox*")
    _tab_to(page, lambda focus: focus["text"].startswith("Please confirm your registration"))
    page.keyboard.press("Enter")
    headed(page, "Please confirm your registration")
    _tab_to(page, lambda focus: focus["text"] == "Confirm my registration")
    page.keyboard.press("Enter")
    headed(page, "Confirm your registration")
    _tab_to(page, lambda focus: focus["text"] == "Confirm and sign in")
    page.keyboard.press("Space")
    headed(page, "What you need")
