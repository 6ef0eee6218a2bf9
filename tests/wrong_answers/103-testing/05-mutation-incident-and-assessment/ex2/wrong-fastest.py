# fails: ex2-tests
# why: the quick tests come first, and the slow ones are all thought to be smoke
def plan():
    minutes = suite_minutes()
    change = []
    for test in sorted(minutes, key=minutes.get):
        if sum(minutes[one] for one in [*change, test]) <= 8:
            change.append(test)
    return {"change": change, "night": ["wait_machine", "race_orders"]}
