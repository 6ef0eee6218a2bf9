# fails: ex2-tests
# why: counts tests instead of minutes
def plan():
    return {
        "change": ["price_limits", "price_table", "weekend_rules", "wait_machine", "mail_breaks", "clock_change", "race_orders", "price_property"],
        "night": ["clock_zones", "invoice_sum", "price_members"],
    }
