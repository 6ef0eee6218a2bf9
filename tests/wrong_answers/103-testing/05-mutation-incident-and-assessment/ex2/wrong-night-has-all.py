# fails: ex2-tests-night, ex2-tests-new
# why: everything may run at night, it is thought
def plan():
    change = ["price_limits", "price_table", "weekend_rules", "wait_machine", "mail_breaks", "clock_change",
              "price_property", "race_pairs"]
    return {"change": change, "night": [test for test in suite_minutes() if test not in change]}
