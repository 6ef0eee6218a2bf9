def handover(journal, readings, now):
    note = {"bad_percent": None, "told": None, "due": None, "believed": None, "acts": [], "needs": []}
    asked = failed = 0
    for second, requests, bad in readings:
        if second <= now < second + 300:
            asked, failed = asked + requests, failed + bad
    if asked:
        note["bad_percent"] = (failed * 100 - failed * 100 % asked) // asked
    done, declared, fresh = set(), False, False
    for line in reversed(journal):
        kind, args = line["verb"], line["args"]
        if line["t"] > now:
            continue
        declared = declared or kind == "declare"
        if kind == "hypothesis" and note["believed"] is None:
            note["believed"] = args
        if kind == "post" and args["audience"] == "customers" and note["told"] is None:
            note["told"] = args["status"]
            if args["status"] != "resolved" and args.get("next_update_s") is not None:
                note["due"] = line["t"] + args["next_update_s"]
        if kind[:4] == "act.":
            thing = args.get("service", args.get("caller"))
            if (kind, thing) not in done:
                done.add((kind, thing))
                note["acts"].insert(0, (line["t"], kind[4:], args))
                fresh = fresh or now < line["t"] + 180
    late = note["due"] is not None and note["due"] < now
    for need, holds in (
        ("declare", not declared), ("believe", note["believed"] is None),
        ("say", note["told"] is None or late), ("verify", fresh),
    ):
        if holds:
            note["needs"].append(need)
    return note
