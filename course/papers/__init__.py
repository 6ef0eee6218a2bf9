"""Papers: what each learner is asked in an assessment, drawn for them alone from the banks.

Knows no nbgrader and no course folder beyond the paths that it is given. Files in reading order:
  item_banks       the theory items of a module, read strictly, and what is wrong with them
  course_secret    32 random bytes outside every repository, from which all drawing follows
  drawing          one learner's paper: items, orders, variant, seed; what answers are worth
  paper_files      paper.json as learners have it, and the register of what was drawn for whom
"""
