# fails: ex3-tests-left
# why: is afraid of the file that costs most
def plan() -> dict:
    """Say which files to tidy in three days, which to leave, and whose number misleads."""
    return {
        "tidy": ['statement.py', 'refunds.py', 'receipts.py', 'web_forms.py', 'queue.py'],
        "leave": 'night.py',
        "misleads": ('zones_generated.py', 'a script changes it'),
    }
