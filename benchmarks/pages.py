"""What the public pages, the exports and a registration cost: CPU and bytes, cold and warm."""

import itertools
from collections.abc import Iterator

from flask import Flask

from benchmarks.site import FORUM, cpu_ms, demo_site, tokens

PAGES = {
    "agenda": f"{FORUM}/agenda",
    "session": f"{FORUM}/sessions/S09",
    "ics": f"{FORUM}/agenda.ics",
    "json": f"{FORUM}/agenda.json",
    "xml": f"{FORUM}/agenda.xml",
    "front": "/",
    "cities": "/cities/",
    "visits": f"{FORUM}/visits/",
}


def run() -> Iterator[tuple[str, str]]:
    """Yields (name, value) as `make bench` prints them."""
    with demo_site() as app:
        for name, path in PAGES.items():
            yield from _page(app, name, path)
        yield from _registration(app)


def _page(app: Flask, name: str, path: str) -> Iterator[tuple[str, str]]:
    client = app.test_client()
    cold = cpu_ms(lambda: client.get(path), 1)
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answers {answer.status_code}")
    warm = cpu_ms(lambda: client.get(path), 30)
    yield f"{name}_cold_cpu_ms", f"{cold:.1f}"
    yield f"{name}_warm_cpu_ms", f"{warm:.2f}"
    yield f"{name}_bytes", str(len(answer.data))
    if etag := answer.headers.get("ETag"):
        unchanged = cpu_ms(lambda: client.get(path, headers={"If-None-Match": etag}), 30)
        yield f"{name}_304_cpu_ms", f"{unchanged:.2f}"
        yield f"{name}_304_to_warm", f"{unchanged / warm:.2f}"


def _registration(app: Flask) -> Iterator[tuple[str, str]]:
    client = app.test_client()
    fields = tokens(client, f"{FORUM}/register")
    numbers = itertools.count()

    def register() -> None:
        number = next(numbers)
        form = fields | {
            "once": f"bench-{number}",
            "email": f"bench{number}@city.example",
            "given_name": "Ama",
            "family_name": "Mensah",
            "city": "1",
            "role": "delegate",
            "function": "Planner",
            "speaks": "en",
            "understands": "en",
        }
        answer = client.post(f"{FORUM}/register", data=form)
        if answer.status_code != 303:
            raise RuntimeError(f"registration answers {answer.status_code}")

    yield "registration_post_cold_cpu_ms", f"{cpu_ms(register, 1):.1f}"
    yield "registration_post_warm_cpu_ms", f"{cpu_ms(register, 30):.1f}"
