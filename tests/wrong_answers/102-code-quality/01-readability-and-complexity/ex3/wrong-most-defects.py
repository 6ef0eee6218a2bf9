# fails: ex3-tests
# why: follows the defects of a file that is gone
def plan() -> dict:
    """Say which files to tidy in three days, which to leave, and whose number misleads."""
    return {
        "tidy": ['invoices.py', 'night.py', 'refunds.py'],
        "leave": 'bank_format.py',
        "misleads": ('zones_generated.py', 'a script changes it'),
    }
