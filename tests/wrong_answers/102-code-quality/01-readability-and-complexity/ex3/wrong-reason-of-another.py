# fails: ex3-tests-left
# why: names a misleading file with another file's reason
def plan() -> dict:
    """Say which files to tidy in three days, which to leave, and whose number misleads."""
    return {
        "tidy": ['night.py', 'statement.py', 'refunds.py'],
        "leave": 'bank_format.py',
        "misleads": ('invoices.py', 'a script changes it'),
    }
