def postmortem():
    """Numbers typed in, words of another author."""
    review = {"factors": [], "actions": [], "timeline": []}
    review["impact"] = dict(start="14:03", end="14:52", affected=2427, to_detect=5, to_mitigate=49, to_resolve=63)
    review["summary"] = (
        "Between 14:03 and 14:52 a share of checkouts that rose to three in ten failed, 2,427 in all, because version 88 "
        "kept database connections that it no longer used. A rollback mended it; it took 27 minutes of the 49."
    )
    for line in JOURNAL:
        if line["kind"] not in ("look",):
            review["timeline"].append((clock(line["minute"]), line["text"]))
    review["timeline"] += [("14:03", "impact begins"), ("14:52", "impact ends")]
    review["timeline"].sort(key=lambda step: step[0])
    for name in ("pool", "all at once", "slow rollback", "dashboard"):
        review["factors"].append("It contributed that " + FACTORS[name])
    review["luck"] = "Support noticed that invoices work; no alert would have told us."
    for what, owner, due, kind, check in (
        ("Give histories a pool of their own", "platform lead", "2026-06-07", "mitigate", "With histories at load 10 checkout keeps its p95"),
        ("Alert on the burn of the budget", "data lead", "2026-04-10", "detect", "A replay of March fires before 14:05"),
        ("Roll out in three steps", "payments lead", "2026-03-10", "prevent", "Each step waits until 500 checkouts have passed"),
        ("Test with the pool of production scaled down", "payments lead", "2026-05-15", "prevent", "v88 built again fails the test within 10 minutes"),
    ):
        review["actions"].append({"what": what, "owner": owner, "due": due, "type": kind, "check": check, "ticket": None})
    return review
