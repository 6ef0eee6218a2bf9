# fails: ex3-tests
# why: cannot leave the fourth file out
def plan() -> dict:
    """Say which files to tidy in three days, which to leave, and whose number misleads."""
    return {
        "tidy": ['night.py', 'statement.py', 'refunds.py', 'receipts.py'],
        "leave": 'bank_format.py',
        "misleads": ('zones_generated.py', 'a script changes it'),
    }
