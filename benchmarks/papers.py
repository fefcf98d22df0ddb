"""The printed programme: seconds, memory, bytes."""

import time
from collections.abc import Iterator

from benchmarks.site import FORUM, demo_site, peak_megabytes


def run() -> Iterator[tuple[str, str]]:
    """Yields (name, value) as `make bench` prints them."""
    with demo_site() as app:
        client = app.test_client()
        before = time.perf_counter()
        answer = client.get(f"{FORUM}/programme.pdf")
        if answer.status_code != 200:
            raise RuntimeError(f"programme.pdf answers {answer.status_code}")
        yield "programme_pdf_seconds", f"{time.perf_counter() - before:.1f}"
        yield "programme_pdf_peak_mb", f"{peak_megabytes():.0f}"
        yield "programme_pdf_bytes", str(len(answer.data))
        before = time.perf_counter()
        client.get(f"{FORUM}/programme.pdf")
        yield "programme_pdf_kept_seconds", f"{time.perf_counter() - before:.3f}"
