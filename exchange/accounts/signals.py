"""What others may want to know about accounts."""

from blinker import Signal

# Sent with the claimed link (sender: SignInLink; person=Person) in the claim's own transaction.
link_claimed = Signal("link claimed")

# Sent when somebody has signed in and asked for no page (sender: Person); receivers return a path, or None.
home_asked = Signal("home asked")
