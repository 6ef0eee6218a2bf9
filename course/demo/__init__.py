"""What a cohort looks like: sample_cohort works a module from end to end, through all real steps.

demo_folder keeps the folder of its own that this happens in, and what a person did there.
sample_records makes up what years of a program would leave, marked as a sample on every page.
"""
