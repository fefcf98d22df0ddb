"""Call for sessions: proposals, reviews, and choosing among them."""
