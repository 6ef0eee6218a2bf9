# fails: ex2-tests-new
# why: takes the tests that touch most kinds for the best spares
def plan():
    return {
        "change": ["price_limits", "price_table", "weekend_rules", "wait_machine", "mail_breaks", "clock_change", "price_property", "race_pairs"],
        "night": ["page_booking", "page_cancel", "page_smoke", "price_members", "wait_cancel", "mail_text"],
    }
