"""What others may hear of a call for sessions."""

from blinker import Signal

# Sent when a proposal has been sent to the organisers (sender: Proposal).
proposal_received = Signal("proposal received")

# Sent two days before the close for a proposal that is still a draft (sender: Proposal).
draft_reminded = Signal("draft reminded")

# Sent when a decision is told to the proposer (sender: Proposal; its state and reason are set). Proposals merged into
# it have signals of their own.
decision_told = Signal("decision told")

# Sent once for each reviewer who was given something (sender: Call; reviewer=Person, number=int).
reviews_assigned = Signal("reviews assigned")
