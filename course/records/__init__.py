"""What happened, as values and as files: who handed in what, what was earned and issued."""
