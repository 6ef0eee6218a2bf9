"""What answers say of test cells and of passing marks, as pure numbers.

item_analysis.py says how test cells behave across a cohort and how reliable a module's tests are
as a whole; cut_scores.py where a panel puts a passing mark, and how consistent decisions at it are.
"""
