"""Two processes, one judging the other: a candidate runs the work, an examiner the tests."""
