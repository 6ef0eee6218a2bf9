"""nbgrader's side of a course: where it keeps things, what its tables say, what it moves.

In reading order: timestamps (when something was handed in), layout (folders, configuration, the
lock of grading), scores (points as values, and what is late), rows (the open gradebook, and its
writer), status (how a module stands, as values), queries (the gradebook asked about many rows at
once), collection (submissions out of the exchange), exchange (release, fetch and hand in by
nbgrader itself, pages back to learners), grade_exports (marks for other systems).
"""
