def plan() -> dict:
    """Say which files to tidy in three days, which to leave, and whose number misleads."""
    return {
        "tidy": ['receipts.py', 'statement.py', 'night.py'],
        "leave": 'zones_generated.py',
        "misleads": ('invoices.py', 'it was rewritten'),
    }
