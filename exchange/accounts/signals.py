"""What others may want to know about accounts."""

from blinker import Signal

# Sent with the claimed link (sender: SignInLink; person=Person) in the claim's own transaction.
link_claimed = Signal("link claimed")
