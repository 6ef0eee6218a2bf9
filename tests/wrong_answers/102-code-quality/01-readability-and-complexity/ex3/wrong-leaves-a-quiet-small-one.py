# fails: ex3-tests-left
# why: leaves a quiet file, but a harmless one
def plan() -> dict:
    """Say which files to tidy in three days, which to leave, and whose number misleads."""
    return {
        "tidy": ['night.py', 'statement.py', 'refunds.py'],
        "leave": 'invoices.py',
        "misleads": ('zones_generated.py', 'a script changes it'),
    }
