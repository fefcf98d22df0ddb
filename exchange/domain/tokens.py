"""Secrets that are sent to people and kept only as hashes."""

import hashlib


def hashed(token: str) -> str:
    """What is stored of a token (SHA-256, hexadecimal)."""
    return hashlib.sha256(token.encode()).hexdigest()
