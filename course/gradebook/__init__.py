"""nbgrader's gradebook and folders: where they lie, their rows, their one join, its exports."""
