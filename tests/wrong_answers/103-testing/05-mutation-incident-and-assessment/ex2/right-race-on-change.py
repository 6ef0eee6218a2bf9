def plan():
    return {
        "change": ["price_limits", "price_table", "weekend_rules", "wait_machine", "mail_breaks", "clock_change", "race_orders", "invoice_sum"],
        "night": ["price_property", "clock_zones", "race_pairs", "mail_once"],
    }
