# fails: ex2-tests-told
# why: writes the time that is due into the line of the post
def handover(journal: list[dict], readings: list[tuple], now: int) -> dict:
    """Give the note for the next shift as of `now`: conditions, actions, needs."""
    lines = [line for line in journal if line["t"] <= now]
    recent = [reading for reading in readings if now - 300 < reading[0] <= now]
    requests, bad = sum(reading[1] for reading in recent), sum(reading[2] for reading in recent)
    said = believed = due = None
    declared, acts = False, {}
    for line in lines:
        verb, args = line["verb"], line["args"]
        if verb == "declare":
            declared = True
        elif verb == "hypothesis":
            believed = args
        elif verb == "post" and args["audience"] == "customers":
            said, due = args["status"], args.get("next_update_s")
            args["due"] = line["t"] + (due or 0)
            if due is not None:
                due = None if said == "resolved" else line["t"] + due
        elif verb.startswith("act."):
            key = verb, args.get("service", args.get("caller"))
            acts.pop(key, None)
            acts[key] = (line["t"], verb.removeprefix("act."), args)
    holds = {
        "declare": not declared,
        "believe": believed is None,
        "say": said is None or (due is not None and due < now),
        "verify": any(now - act[0] < 180 for act in acts.values()),
    }
    return {
        "bad_percent": 100 * bad // requests if requests else None,
        "told": said, "due": due, "believed": believed,
        "acts": list(acts.values()), "needs": [need for need, true in holds.items() if true],
    }
