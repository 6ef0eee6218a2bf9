"""What authors need: checks of a notebook, and proofs that its tests reject wrong answers.

lesson_measures counts how a notebook teaches, conventions checks it without running it, mutants
makes small faults in a right answer, and proofs grades right answers, wrong ones and mutants as a
learner's would be graded.
scaffolds makes skeletons, and author_verbs joins them to what an author asks for.
"""
