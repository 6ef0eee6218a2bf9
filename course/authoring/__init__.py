"""What authors need: conventions, mutants of a right answer, proofs of exercises."""
