def plan() -> dict:
    """Say which files to tidy in three days, which to leave, and whose number misleads."""
    return {
        "tidy": ['night.py', 'refunds.py', 'receipts.py', 'web_forms.py'],
        "leave": 'bank_format.py',
        "misleads": ('zones_generated.py', 'a script changes it'),
    }
