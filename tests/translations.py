"""The translation check: every sentence of the code is found, and has its French and Spanish with its placeholders.

Run as `python -m tests.translations`; prints what is missing and ends with 1 when anything is.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
LANGUAGES = ("fr", "es")


def sentences() -> Catalog:
    """Every sentence of code and templates."""
    catalog = Catalog()
    for folder in ("exchange", "templates"):
        found = extract_from_dir(
            ROOT / folder, [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")], keywords=KEYWORDS
        )
        for path, line, text, _comments, context in found:
            catalog.add(text, locations=[(f"{folder}/{path}", line)], context=context)
    return catalog


def hidden() -> Iterator[str]:
    """Sentences inside f-strings, which no collector of sentences finds in Python 3.11."""
    for path in sorted((ROOT / "exchange").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and any(map(_is_sentence, ast.walk(node))):
                yield f"{path.relative_to(ROOT)}:{node.lineno}: a sentence inside an f-string is never translated"


def _is_sentence(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS


def gaps(language: str) -> Iterator[str]:
    """What is missing in one language, a line each."""
    path = ROOT / "exchange" / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        known = read_po(file)
    for message in sentences():
        if message.id:
            yield from _gap(language, message, known.get(message.id, message.context))


def _gap(language: str, message: Message, found: Message | None) -> Iterator[str]:
    first = message.id if isinstance(message.id, str) else message.id[0]
    where = f"{language}: {first!r} ({message.locations[0][0]})"
    texts = [] if found is None else [found.string] if isinstance(found.string, str) else list(found.string)
    if not texts or not all(texts):
        yield f"{where} is not translated"
        return
    if found.fuzzy:
        yield f"{where} is only guessed"
    wanted = set(PLACEHOLDER.findall(" ".join([message.id] if isinstance(message.id, str) else message.id)))
    for text in texts:
        if unknown := set(PLACEHOLDER.findall(text)) - wanted:
            yield f"{where} has unknown placeholders {sorted(unknown)}"


def main() -> int:
    missing = [*hidden(), *(line for language in LANGUAGES for line in gaps(language))]
    print("\n".join(missing) or "Every sentence is translated.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
