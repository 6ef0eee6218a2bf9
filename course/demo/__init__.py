"""A sample cohort, so that everything can be seen at work without a learner.

sample_cohort.py takes twelve sample learners through a module from release to report;
sample_records.py makes up their records of the rest of the program.
"""
