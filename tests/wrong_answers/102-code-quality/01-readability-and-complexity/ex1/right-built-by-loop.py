def verdicts() -> dict[str, str]:
    by_word = {
        "honest": ["plates", "grace_minutes_left", "euros_to_cents"],
        "vague": ["handle", "data"],
        "changes": ["without_tests", "get_all_open_entries_of_customer_by_plate", "last_number"],
        "unit": ["fee_cents", "duration"],
        "raises": ["is_paid"],
        "leaves out": ["all_entries_of_plate"],
    }
    return {name: word for word, names in by_word.items() for name in names}
