# fails: ex3-tests-left
# why: names one file for both
def plan() -> dict:
    """Say which files to tidy in three days, which to leave, and whose number misleads."""
    return {
        "tidy": ['night.py', 'statement.py', 'refunds.py'],
        "leave": 'zones_generated.py',
        "misleads": ('zones_generated.py', 'a script changes it'),
    }
