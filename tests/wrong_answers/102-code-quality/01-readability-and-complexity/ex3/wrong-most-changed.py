# fails: ex3-tests
# why: takes the list of constants, which changes most
def plan() -> dict:
    """Say which files to tidy in three days, which to leave, and whose number misleads."""
    return {
        "tidy": ['settings.py', 'night.py', 'receipts.py'],
        "leave": 'bank_format.py',
        "misleads": ('zones_generated.py', 'a script changes it'),
    }
