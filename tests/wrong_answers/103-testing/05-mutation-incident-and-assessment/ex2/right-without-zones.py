def plan():
    return {
        "change": ["price_limits", "price_table", "weekend_rules", "wait_machine", "mail_breaks", "clock_change", "price_property", "race_pairs"],
        "night": ["race_orders", "invoice_sum", "price_members", "wait_cancel", "mail_once", "mail_text", "price_hours", "price_days"],
    }
