"""Seconds from `make demo` to the first page, set-up done: with a new database and with a kept one."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from config import environment_with

ROOT = Path(__file__).resolve().parent.parent


def run() -> Iterator[tuple[str, str]]:
    """Yields (name, value) as `make bench` prints them."""
    with tempfile.TemporaryDirectory() as folder:
        yield "demo_start_new_seconds", f"{_start(folder):.1f}"
        yield "demo_start_again_seconds", f"{_start(folder):.1f}"


def _start(folder: str) -> float:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = environment_with(data_dir=folder, port=str(port))
    before = time.perf_counter()
    process = subprocess.Popen(
        ["make", "demo"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout
    try:
        for line in process.stdout:
            if line.startswith("web: "):
                return time.perf_counter() - before
        raise RuntimeError("make demo did not start")
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.stdout.close()
        process.wait(timeout=20)
