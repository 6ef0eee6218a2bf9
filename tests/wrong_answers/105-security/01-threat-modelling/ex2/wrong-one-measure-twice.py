# fails: ex2-tests
# why: pays for the check of owners twice, once for parcels and once for labels
def plan() -> dict:
    measures = ["check the parcel's owner", "check the parcel's owner", "decode labels, then check"]
    chosen = [lesson.DESK_MEASURES[name] for name in measures]
    return {"measures": measures, "left": lesson.cheapest_path(lesson.DESK_STEPS, chosen)[1]}
