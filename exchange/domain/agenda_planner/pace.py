"""How much to try, who watches, and when to hurry. The clock only ends a search; it never decides what is found."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

REPORT_EVERY = 0.5


@dataclass(frozen=True)
class Effort:
    """How much to try. The same seed, steps and starts give the same plan everywhere, as long as `seconds` (a limit on
    the wall clock, None: none) does not cut them short. `steps` are those of each of the `starts` annealings, which run
    one after the other, or at once on as many `processes`."""

    seed: int = 0
    steps: int = 200_000
    starts: int = 1
    processes: int = 1
    seconds: float | None = None


@dataclass(frozen=True)
class Watch:
    """`progress` hears the share done (0 to 1) and the cost of the best plan so far, about twice a second;
    `cancelled` is asked as often, and true ends the search with that plan."""

    progress: Callable[[float, int], None] = lambda share, cost: None
    cancelled: Callable[[], bool] = lambda: False


class Pace:
    """The clock of one search."""

    def __init__(self, effort: Effort, watch: Watch | None = None) -> None:
        self.effort, self.watch = effort, watch or Watch()
        self.began = self.reported = time.monotonic()
        self.cut_short = self.stopped = False

    @property
    def left(self) -> float | None:
        """Seconds that are left, None when there is no limit; may be below 0."""
        if self.effort.seconds is None:
            return None
        return self.effort.seconds - (time.monotonic() - self.began)

    def carry_on(self, done: int, chunks: int, best: float, before: float, share: float, lap_began: float) -> int:
        """How many chunks of an annealing to go forward; 0 ends it.

        `before` is the share of the whole search done before this annealing, `share` what it stands for itself.
        When the time left is not enough for all chunks, some temperatures are left out: a plan that has cooled down
        fast is better than one that is still hot.
        """
        if self._ends(before + share * (done + 1) / chunks, best):
            return 0
        if self.effort.seconds is None:
            return 1
        now = time.monotonic()
        left = self.began + self.effort.seconds * (before + share) - now
        affordable = left / ((now - lap_began) / (done + 1))
        ahead = chunks - done - 1
        if affordable >= ahead:
            return 1
        self.cut_short = True
        return ceil(ahead / affordable) if affordable >= 1 else 0

    def _ends(self, share: float, best: float) -> bool:
        now = time.monotonic()
        if now - self.reported >= REPORT_EVERY:
            self.reported = now
            self.watch.progress(min(share, 1.0), round(best))
            self.stopped = self.stopped or self.watch.cancelled()
        return self.stopped
