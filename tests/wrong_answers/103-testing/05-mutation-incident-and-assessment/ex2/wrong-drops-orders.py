# fails: ex2-tests-new
# why: the slow test of orders kills only what the quick one kills
def plan():
    return {
        "change": ["price_limits", "price_table", "weekend_rules", "wait_machine", "mail_breaks", "clock_change", "price_property", "race_pairs"],
        "night": ["clock_zones", "report_month", "invoice_sum", "price_members", "wait_cancel", "mail_once"],
    }
