import pandas as pd


def handover(journal, readings, now):
    rows = pd.DataFrame(list(readings), columns=["t", "asked", "bad"])
    rows = rows[(rows.t > now - 300) & (rows.t <= now)]
    asked, bad = int(rows.asked.sum()), int(rows.bad.sum())
    lines = [x for x in journal if x["t"] <= now]
    posts = [x for x in lines if x["verb"] == "post" and x["args"]["audience"] == "customers"]
    beliefs = [x["args"] for x in lines if x["verb"] == "hypothesis"]
    told, due = None, None
    if posts:
        told, wait = posts[-1]["args"]["status"], posts[-1]["args"].get("next_update_s")
        due = posts[-1]["t"] + wait if wait is not None and told != "resolved" else None
    latest = {}
    for number, x in enumerate(lines):
        if x["verb"].startswith("act."):
            latest[x["verb"], x["args"].get("service", x["args"].get("caller"))] = number
    acts = [(lines[n]["t"], lines[n]["verb"][4:], lines[n]["args"]) for n in sorted(latest.values())]
    needs = []
    needs += [] if any(x["verb"] == "declare" for x in lines) else ["declare"]
    needs += [] if beliefs else ["believe"]
    needs += ["say"] if not posts or (due is not None and due < now) else []
    needs += ["verify"] if any(now - t < 180 for t, _, _ in acts) else []
    return {
        "bad_percent": 100 * bad // asked if asked else None, "told": told, "due": due,
        "believed": beliefs[-1] if beliefs else None, "acts": acts, "needs": needs,
    }
