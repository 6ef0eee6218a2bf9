def handover(journal, readings, now):
    seen = [line for line in journal if line["t"] <= now]

    def last(condition):
        found = [line for line in seen if condition(line)]
        return found[-1] if found else None

    post = last(lambda x: x["verb"] == "post" and x["args"]["audience"] == "customers")
    guess = last(lambda x: x["verb"] == "hypothesis")
    due = None
    if post and post["args"]["status"] != "resolved":
        wait = post["args"].get("next_update_s")
        due = None if wait is None else post["t"] + wait

    def target(line):
        args = line["args"]
        thing = args["service"] if "service" in args else args.get("caller")
        return line["verb"], thing

    acts = [line for line in seen if line["verb"].startswith("act.")]
    kept = [a for n, a in enumerate(acts) if target(a) not in [target(b) for b in acts[n + 1 :]]]
    window = [r for r in readings if 0 <= now - r[0] < 300]
    asked = sum(r[1] for r in window)
    needs = []
    if last(lambda x: x["verb"] == "declare") is None:
        needs.append("declare")
    if guess is None:
        needs.append("believe")
    if post is None or (due is not None and now > due):
        needs.append("say")
    if [a for a in kept if a["t"] > now - 180]:
        needs.append("verify")
    return {
        "bad_percent": sum(r[2] for r in window) * 100 // asked if asked else None,
        "told": post["args"]["status"] if post else None,
        "due": due,
        "believed": guess["args"] if guess else None,
        "acts": [(a["t"], a["verb"][4:], a["args"]) for a in kept],
        "needs": needs,
    }
