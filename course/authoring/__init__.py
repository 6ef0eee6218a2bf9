"""What authors need: checks of a notebook, and proofs that its tests reject wrong answers.

lesson_measures counts how a notebook teaches, and conventions checks it without running it.
cell_names says which cells an exercise needs, mutants makes small faults in a right answer, trials
grades answers as a learner's would be graded, and proofs says what that shows.
sources lists links and where each was verified, scaffolds makes skeletons, and author_verbs joins
them to what an author asks for.
"""
