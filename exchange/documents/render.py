"""HTML to PDF in a process of its own, with limits on time and memory and without any network.

A layout can be made that eats all memory or never ends; in its own process it takes nobody along.
The same order gives the same bytes.
"""

import base64
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("child.py")
FONTS = ROOT / "static" / "vendor" / "ttf"
FONT_NAMES = (
    "inter-400",
    "inter-400-italic",
    "inter-500",
    "inter-600",
    "inter-700",
    "fraunces-400",
    "fraunces-600",
    "ibm-plex-sans-arabic-400",
    "ibm-plex-sans-arabic-600",
)


class Failure(StrEnum):
    """Why there is no PDF."""

    TOO_SLOW = "too_slow"
    FAILED = "failed"


class RenderError(Exception):
    """The document could not be made; `detail` is for the log, not for people."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(f"{failure}: {detail}")
        self.failure = failure
        self.detail = detail


@dataclass(frozen=True)
class Picture:
    """A picture that a document shows as asset:<name>."""

    content: bytes
    media_type: str


@dataclass(frozen=True)
class Limits:
    """CPU and wall-clock seconds, bytes of address space and of a file it writes."""

    cpu_seconds: int = 120
    wall_seconds: int = 240
    memory_bytes: int = 1_500_000_000
    file_bytes: int = 50_000_000


STANDARD = Limits()


@dataclass(frozen=True)
class Paper:
    """A document to print: HTML, its style sheet, and the pictures both name. `variant` is WeasyPrint's."""

    html: str
    css: str
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    variant: str = "pdf/ua-1"


def pdf(paper: Paper, limits: Limits = STANDARD) -> bytes:
    """The document as PDF. Raises RenderError."""
    # A killed process cannot tidy up after itself, so its temporary files go with this folder.
    with tempfile.TemporaryDirectory(prefix="print-") as folder:
        return _finished(_started(folder), paper, limits)


def _started(folder: str) -> "subprocess.Popen[bytes]":
    # Its own session, so that a kill reaches whatever it started; -I and a bare environment, so that it
    # sees neither our modules nor our settings.
    return subprocess.Popen(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-I", str(CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(Path.home()), "TMPDIR": folder},
        start_new_session=True,
    )


def _finished(process: "subprocess.Popen[bytes]", paper: Paper, limits: Limits) -> bytes:
    try:
        content, log = process.communicate(_order(paper, limits), timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired:
        raise RenderError(Failure.TOO_SLOW, f"{limits.wall_seconds} s on the clock") from None
    finally:
        _end(process)
    if process.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise RenderError(Failure.TOO_SLOW, f"{limits.cpu_seconds} s of CPU")
    if process.returncode or not content.startswith(b"%PDF-"):
        raise RenderError(Failure.FAILED, log.decode(errors="replace")[-2000:])
    return content


def fingerprint(paper: Paper) -> str:
    """Under this key the PDF can be kept: it names all that the bytes depend on."""
    digest = hashlib.sha256()
    for part in (version("weasyprint"), paper.variant, paper.html, paper.css, CHILD.read_text()):
        digest.update(part.encode() + b"\0")
    for name, picture in sorted(paper.pictures.items()):
        digest.update(name.encode() + b"\0" + picture.content + b"\0")
    for path in _fonts().values():
        digest.update(f"{path.name} {path.stat().st_size}".encode())
    return digest.hexdigest()


def _order(paper: Paper, limits: Limits) -> bytes:
    order: dict[str, Any] = {
        "html": paper.html,
        "css": paper.css,
        "files": {f"{name}.ttf": str(path) for name, path in _fonts().items()},
        "blobs": {name: base64.b64encode(picture.content).decode() for name, picture in paper.pictures.items()},
        "types": {name: picture.media_type for name, picture in paper.pictures.items()},
        "variant": paper.variant,
        "cpu_seconds": limits.cpu_seconds,
        "memory_bytes": limits.memory_bytes,
        "file_bytes": limits.file_bytes,
    }
    return json.dumps(order).encode()


def _fonts() -> dict[str, Path]:
    return {name: FONTS / f"{name}.ttf" for name in FONT_NAMES}


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
