def plan():
    minutes, kills = suite_minutes(), suite_kills()
    change = thinned(greedy(minutes, kills), minutes, kills)
    night, rest = [], 5.0

    def once(test):
        chosen = [*change, *night]
        return sum(sum(name in kills[other] for other in chosen) == 1 for name in kills[test])

    while True:
        fitting = [test for test in minutes if test not in [*change, *night] and minutes[test] <= rest and once(test)]
        if not fitting:
            return {"change": change, "night": night}
        night.append(max(fitting, key=once))
        rest = round(rest - minutes[night[-1]], 1)
