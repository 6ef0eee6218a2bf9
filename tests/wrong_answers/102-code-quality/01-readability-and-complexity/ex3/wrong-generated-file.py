# fails: ex3-tests
# why: multiplies without asking who makes the changes
def plan() -> dict:
    """Say which files to tidy in three days, which to leave, and whose number misleads."""
    return {
        "tidy": ['zones_generated.py', 'night.py', 'refunds.py'],
        "leave": 'bank_format.py',
        "misleads": ('invoices.py', 'it was rewritten'),
    }
