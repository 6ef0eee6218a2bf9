def plan() -> dict:
    from itertools import combinations

    def worst(names):
        chosen = [lesson.DESK_MEASURES[name] for name in names]
        return min(lesson.cheapest_path(steps, chosen)[0] for steps in (lesson.DESK_STEPS, helped))

    days = {name: measure.days for name, measure in lesson.DESK_MEASURES.items()}
    sets = [names for size in range(len(days)) for names in combinations(days, size)]
    best = max((names for names in sets if sum(map(days.get, names)) <= 5), key=worst)
    ways = lesson.all_paths(lesson.DESK_STEPS, [lesson.DESK_MEASURES[name] for name in best])
    return {"measures": list(best), "left": sorted(ways)[0][1]}
