# fails: ex3-tests-left
# why: distrusts the number that is right
def plan() -> dict:
    """Say which files to tidy in three days, which to leave, and whose number misleads."""
    return {
        "tidy": ['night.py', 'statement.py', 'refunds.py'],
        "leave": 'bank_format.py',
        "misleads": ('night.py', 'it was rewritten'),
    }
