# fails: ex2-tests-new
# why: all that was printed is dead, so the night is left empty
def plan():
    return {
        "change": ["price_limits", "price_table", "weekend_rules", "wait_machine", "mail_breaks", "clock_change", "price_property", "race_pairs"],
        "night": [],
    }
