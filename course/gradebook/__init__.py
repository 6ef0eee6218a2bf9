"""nbgrader's side of a course: where it keeps things, what its tables say, what it moves.

In reading order: layout (folders, configuration, the lock of grading), scores (points as values,
and what is late), rows (the open gradebook, and its writer), status (how a module stands, as
values), queries (the gradebook asked about many rows at once), exchange (release, fetch, collect
and feedback, by nbgrader itself), grade_exports (marks for other systems).
"""
