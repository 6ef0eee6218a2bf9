"""A sample cohort that works a module from end to end, and made-up records of a whole program."""
