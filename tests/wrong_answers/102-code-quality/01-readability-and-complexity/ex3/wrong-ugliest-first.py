# fails: ex3-tests
# why: tidies by complexity alone
def plan() -> dict:
    """Say which files to tidy in three days, which to leave, and whose number misleads."""
    return {
        "tidy": ['bank_format.py', 'zones_generated.py'],
        "leave": 'exports.py',
        "misleads": ('invoices.py', 'it was rewritten'),
    }
