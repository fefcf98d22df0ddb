"""What visits tells the rooms above."""

from blinker import Signal

# Sent when an organiser published a visit, or published it again (sender: StudyVisit; sheet=VisitSheet, first=bool).
visit_published = Signal("visit published")

# Sent when a visit was cancelled (sender: StudyVisit); a seat_taken for each of its seats came before.
visit_cancelled = Signal("visit cancelled")

# Sent when somebody got a seat (sender: StudyVisit; registration=Registration).
seat_given = Signal("seat given")

# Sent when somebody lost a seat (sender: StudyVisit; registration=Registration, cancelled=bool: the visit is off).
seat_taken = Signal("seat taken")

# Sent when a person was made a host of a visit (sender: StudyVisit; person=Person).
host_invited = Signal("host invited")
