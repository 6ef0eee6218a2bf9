# fails: ex3-tests-left
# why: leaves a file that was never ugly
def plan() -> dict:
    """Say which files to tidy in three days, which to leave, and whose number misleads."""
    return {
        "tidy": ['night.py', 'statement.py', 'refunds.py'],
        "leave": 'settings.py',
        "misleads": ('invoices.py', 'it was rewritten'),
    }
