# fails: ex2-tests
# why: takes what kills most for its minutes and never looks back
def plan():
    minutes, kills = suite_minutes(), suite_kills()
    change = greedy(minutes, kills)
    return {"change": change, "night": ["race_orders", "clock_zones"]}
