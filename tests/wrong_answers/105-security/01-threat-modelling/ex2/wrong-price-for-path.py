# fails: ex2-tests-left
# why: returns the pair of price and path
def plan() -> dict:
    measures = ["a second person approves exports", "check the parcel's owner", "decode labels, then check"]
    chosen = [lesson.DESK_MEASURES[name] for name in measures]
    return {"measures": measures, "left": lesson.cheapest_path(lesson.DESK_STEPS, chosen)}
