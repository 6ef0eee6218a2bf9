# fails: ex1-tests-values
# why: takes a missing unit for a matter of style
def verdicts() -> dict[str, str]:
    """Judge twelve names: honest, vague, changes, raises, unit, leaves out."""
    return {
        "plates": "honest",
        "handle": "vague",
        "last_number": "changes",
        "fee_cents": "unit",
        "grace_minutes_left": "honest",
        "is_paid": "raises",
        "without_tests": "changes",
        "all_entries_of_plate": "leaves out",
        "data": "vague",
        "duration": "honest",
        "get_all_open_entries_of_customer_by_plate": "changes",
        "euros_to_cents": "honest",
    }
