"""nbgrader's side of a course: where it keeps things, what its tables say, what it moves.

In reading order: layout (folders, configuration, times of hand-ins, the lock of grading), scores
(points as values, and what is late), rows (the open gradebook, and its writer), queries (the
gradebook asked about many rows at once), status (how a module stands), releases (what was
released, kept; what a new release would change), paper_exchange (a paper for each learner out),
exchange (modules out, submissions in, pages back), intake (hand-ins from an LMS, and teams),
grade_exports (marks for other systems).
"""
