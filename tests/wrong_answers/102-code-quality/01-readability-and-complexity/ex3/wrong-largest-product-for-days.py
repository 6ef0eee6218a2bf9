# fails: ex3-tests
# why: takes large products and forgets that one of them takes two days
def plan() -> dict:
    """Say which files to tidy in three days, which to leave, and whose number misleads."""
    return {
        "tidy": ['exports.py', 'statement.py'],
        "leave": 'bank_format.py',
        "misleads": ('zones_generated.py', 'a script changes it'),
    }
