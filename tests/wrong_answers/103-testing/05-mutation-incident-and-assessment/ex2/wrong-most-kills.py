# fails: ex2-tests, ex2-tests-night
# why: sorts by kills and forgets that the same ones die again and again
def plan():
    minutes, kills = suite_minutes(), suite_kills()
    change = []
    for test in sorted(kills, key=lambda test: -len(kills[test])):
        if sum(minutes[one] for one in [*change, test]) <= 8:
            change.append(test)
    return {"change": change, "night": ["wait_machine", "race_orders", "mail_breaks"]}
