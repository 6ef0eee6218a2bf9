# fails: ex2-tests
# why: puts what is slow into the night, and with it the only killers
def plan():
    return {
        "change": ["price_limits", "price_table", "weekend_rules", "wait_cancel", "mail_once", "clock_night", "price_property", "race_pairs"],
        "night": ["wait_machine", "mail_breaks", "clock_change"],
    }
