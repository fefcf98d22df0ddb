"""How much to try, who watches, and when to hurry. The clock only ends a search; it never decides what is found."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

REPORT_EVERY = 0.5
# Before that, what a chunk takes is guesswork.
SETTLED = 0.3


@dataclass
class Run:
    """How far an annealing is: of `chunks`, and the cost of the best plan so far."""

    chunks: int
    done: int = 0
    best: float = 0.0


@dataclass(frozen=True)
class Effort:
    """How much to try. The same seed, steps and starts give the same plan everywhere, as long as `seconds` (a limit on
    the wall clock, None: none) does not cut them short. `steps` are those of each of the `starts` annealings, which run
    one after the other, or at once on as many `processes`.

    `gap_seconds` go into closing the last gap exactly when few clashes are left, `bound_seconds` into a lower bound and
    `reason_seconds` into saying why something finds no place; those three may find more on a quicker machine."""

    seed: int = 0
    steps: int = 200_000
    starts: int = 1
    processes: int = 1
    seconds: float | None = None
    gap_seconds: float = 0.0
    bound_seconds: float = 2.0
    reason_seconds: float = 20.0


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
        self.began = self.searched_from = self.reported = time.monotonic()
        self.cut_short = self.stopped = False

    @property
    def left(self) -> float | None:
        """Seconds that are left, None when there is no limit; may be below 0."""
        if self.effort.seconds is None:
            return None
        return self.effort.seconds - (time.monotonic() - self.began)

    def within(self, seconds: float) -> float:
        """As many seconds, or fewer when not so many are left; never below 0."""
        return max(0.0, seconds if self.left is None else min(seconds, self.left))

    def start_search(self) -> None:
        """What is left from now on is shared among the annealings."""
        self.searched_from = time.monotonic()

    def deadline(self, share: float) -> float | None:
        """When a share of the search should be done."""
        if self.effort.seconds is None:
            return None
        ends = self.began + self.effort.seconds
        return self.searched_from + (ends - self.searched_from) * share

    def lap(self, before: float, share: float) -> "Lap":
        """The clock of one annealing: `before` is the share of the search that is done, `share` what it stands for."""
        return Lap(self, before, share)

    def ends(self, share: float, best: float) -> bool:
        """Reports now and then, and says whether somebody has cancelled."""
        now = time.monotonic()
        if now - self.reported >= REPORT_EVERY:
            self.reported = now
            self.watch.progress(min(share, 1.0), round(best))
            self.stopped = self.stopped or self.watch.cancelled()
        return self.stopped


class Lap:
    """The clock of one annealing."""

    def __init__(self, pace: Pace, before: float, share: float) -> None:
        self.pace, self.before, self.share = pace, before, share
        self.began, self.laps = time.monotonic(), 0

    def carry_on(self, run: Run) -> int:
        """How many chunks to go forward, 0 to end.

        When the time left is not enough for all chunks, some temperatures are left out: a plan that has cooled down
        fast is better than one that is still hot.
        """
        self.laps += 1
        if self.pace.ends(self.before + self.share * (run.done + 1) / run.chunks, run.best):
            return 0
        deadline, ahead = self.pace.deadline(self.before + self.share), run.chunks - run.done - 1
        now = time.monotonic()
        if deadline is None or now - self.began < SETTLED:
            return 1
        affordable = (deadline - now) * self.laps / (now - self.began)
        if affordable >= ahead:
            return 1
        self.pace.cut_short = True
        return ceil(ahead / affordable) if affordable >= 1 else 0
