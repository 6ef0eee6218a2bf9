def plan():
    change = ("price_limits price_table weekend_rules wait_machine mail_breaks clock_change price_property "
              "race_pairs wait_cancel price_members").split()
    night = [*change, "race_orders", "clock_zones", "invoice_sum", "mail_once"]
    return {"change": change, "night": night}
