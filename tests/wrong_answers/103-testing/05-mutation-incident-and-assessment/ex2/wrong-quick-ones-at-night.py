# fails: ex2-tests-new
# why: fills the night with whatever is quick
def plan():
    return {
        "change": ["price_limits", "price_table", "weekend_rules", "wait_machine", "mail_breaks", "clock_change", "price_property", "race_pairs"],
        "night": ["price_hours", "price_days", "wait_join", "mail_text", "price_members", "wait_cancel", "invoice_sum", "clock_night", "mail_once", "report_month"],
    }
