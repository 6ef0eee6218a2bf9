"""The examiner's side: tests run here, and what is the learner's is reached by asking."""
