# fails: ex2-tests
# why: keeps what cannot go, and forgets the kinds whose killers are spare for one another
def plan():
    return {
        "change": ["price_limits", "price_table", "weekend_rules", "wait_machine", "mail_breaks", "clock_change"],
        "night": ["price_property", "race_pairs", "invoice_sum"],
    }
