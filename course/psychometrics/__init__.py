"""What answers say of the questions: pure numbers, each formula with its source.

item_analysis says how a test cell behaves across a cohort, cut_scores where a passing mark should
be and how well decisions at it hold.
"""
