"""Text as people type it: compared without accents and case, cleaned of what cannot be shown."""

import re
import unicodedata

_FOLDS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"})
_BIDI = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)}


def fold(text: str) -> str:
    """Text for searching and sorting: no accents, no case, single spaces ('  Lomé ' -> 'lome')."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.translate(_FOLDS).split())


def words_key(text: str) -> str:
    """Folded words, each after a space: " lome" is found in ' lome togo', but not in the middle of ' kilometros'."""
    return " ".join(["", *re.sub(r"\W+", " ", fold(text)).split()])


def holds_words(key: str, asked: str) -> bool:
    """Whether every word of `asked` begins a word of a key that words_key made."""
    return all(f" {word}" in key for word in words_key(asked).split())


def clean_line(text: str) -> str:
    """One line, NFC, without control or direction-override characters, spaces tidied."""
    kept = (" " if char in "\r\n\t" else char for char in unicodedata.normalize("NFC", text))
    return " ".join("".join(char for char in kept if _shown(char)).split())


def clean_text(text: str) -> str:
    """Several lines, NFC, without control characters; at most one empty line in a row."""
    normal = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in normal if char in "\n\t" or _shown(char))
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def _shown(char: str) -> bool:
    # Joiners are category Cf too, but Persian and emoji need them.
    return char not in _BIDI and (unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn"})


def initials(name: str) -> str:
    """One or two letters for an avatar ('Aïssatou Belmar' -> 'AB')."""
    parts = [part for part in name.split() if part[0].isalpha()] or name.split() or ["?"]
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()


def slug(text: str) -> str:
    """Lower-case letters, digits and single hyphens, at most 60 long."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:60].strip("-")
