"""Grading: a submission and its source notebook come in, a verdict for each test cell goes out.

batch.py                  many submissions: what has changed is graded, scores are kept
submissions.py            what was handed in, as jobs; what was graded, laid out for nbgrader
marking.py                `grade(job)`: one notebook, bytes in and a result out
reconcile.py              the submission's cells put into the source's order
matching.py               which submitted cell is which cell of the source
salvage.py                what can be read of a broken notebook file
images.py                 what the grader's zygotes hold in memory
conductor.py              one notebook's cells through candidate and examiner, to verdicts
clues.py                  what a learner is told at once of a failure out of sight
control_lines.py          whole messages between the conductor and its children
outputs.py                what a child says a cell put out, checked and cut
feedback_pages.py         pages of what was graded, learner by learner
nbgrader_preprocessors.py the same grading behind nbgrader's own command and buttons
"""
