# fails: ex2-tests, ex2-tests-night, ex2-tests-new
# why: writes a name from memory
def plan():
    return {
        "change": ["price_limits", "price_table", "weekend_rules", "wait_machine", "mail_breaks", "clock_change", "price_property", "race_pairs", "price_units"],
        "night": ["race_orders", "clock_zones"],
    }
