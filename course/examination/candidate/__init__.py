"""The candidate's side: the learner's cells run here, and questions are answered."""
