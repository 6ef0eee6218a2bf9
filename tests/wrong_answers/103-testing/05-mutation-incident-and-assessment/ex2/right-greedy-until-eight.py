def plan():
    minutes, kills = suite_minutes(), suite_kills()
    change = []
    for test in greedy(minutes, kills):
        if sum(minutes[one] for one in [*change, test]) <= 8:
            change.append(test)
    return {"change": change, "night": ["wait_machine", "race_orders"]}
