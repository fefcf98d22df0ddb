"""The documentation is held to the code."""

from pathlib import Path

from config import PREFIX, Settings

DOCS = Path(__file__).parent.parent / "docs"


def test_every_setting_is_documented_and_nothing_else():
    text = (DOCS / "operations.md").read_text()
    documented = {line.split("`")[1] for line in text.splitlines() if line.startswith(f"| `{PREFIX}")}
    assert documented == {PREFIX + name.upper() for name in Settings.model_fields}


def test_every_command_is_documented(app):
    text = (DOCS / "operations.md").read_text()
    ours = set(app.cli.commands) - {"run", "shell", "routes", "db", "seed-demo"}
    assert [name for name in sorted(ours) if f"`{name}" not in text] == []


def test_links_between_documents_lead_somewhere():
    import re

    for path in [DOCS.parent / "README.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"
