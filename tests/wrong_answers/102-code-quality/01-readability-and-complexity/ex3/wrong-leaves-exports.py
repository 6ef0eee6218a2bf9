# fails: ex3-tests-left
# why: leaves a file that people change every month
def plan() -> dict:
    """Say which files to tidy in three days, which to leave, and whose number misleads."""
    return {
        "tidy": ['night.py', 'statement.py', 'refunds.py'],
        "leave": 'exports.py',
        "misleads": ('zones_generated.py', 'a script changes it'),
    }
