"""What others add when a forum is shown."""

from blinker import Signal

# Sent when a page of a forum is about to be shown (sender: Forum; person=Person|None; nav=dict to add flags to).
forum_shown = Signal("forum shown")
