"""What is wrong with the page that is open."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _axe() -> str:
    return AXE.read_text()


def faults_of(page: Page, part: str = "html") -> list[str]:
    """Violations of WCAG 2.2 AA in the page or a part of it, and how much wider than the screen the page is."""
    # The content policy forbids injected tags, so axe is run through the debugger.
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    result = page.evaluate("([part, options]) => axe.run(part, options)", [part, options])
    faults = [_sentence(violation) for violation in result["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*faults, *([f"{wide} px wider than the screen"] if wide > 1 else [])]


def _sentence(violation: dict) -> str:  # type: ignore[type-arg]
    nodes = violation["nodes"]
    why = " ".join(nodes[0].get("failureSummary", "").split())
    return f"{violation['id']} ({len(nodes)}): {nodes[0]['target']} {why}"
