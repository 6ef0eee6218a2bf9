"""What authors need: checks of a notebook, and proofs that its tests reject wrong answers.

conventions checks a notebook without running it. cell_names says which cells an exercise needs,
mutants makes small faults in a right answer, trials grades answers as a learner's would be graded,
and proofs says what that shows. author_verbs joins them to what an author asks for.
"""
