# fails: ex1-tests, ex1-tests-fair, ex1-tests-values
# why: writes the words with capitals
def verdicts() -> dict[str, str]:
    """Judge twelve names: honest, vague, changes, raises, unit, leaves out."""
    return {
        "plates": "Honest",
        "handle": "Vague",
        "last_number": "changes",
        "fee_cents": "unit",
        "grace_minutes_left": "Honest",
        "is_paid": "raises",
        "without_tests": "changes",
        "all_entries_of_plate": "leaves out",
        "data": "Vague",
        "duration": "Vague",
        "get_all_open_entries_of_customer_by_plate": "changes",
        "euros_to_cents": "Honest",
    }
