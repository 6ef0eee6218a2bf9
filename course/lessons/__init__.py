"""Small systems that the notebooks study; no answer to an exercise lives here."""
