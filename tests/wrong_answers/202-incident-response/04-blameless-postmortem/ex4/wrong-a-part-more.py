# fails: ex4-tests
# why: adds a title
def postmortem() -> dict:
    """Give the review of the incident of section 4."""
    found = facts(ROWS, JOURNAL, LIMIT)
    kept = ("affected", "to_detect", "to_mitigate", "to_resolve")
    events = ["v88 goes to all six replicas", "checkouts begin to fail", "alert", "declared",
              "rollback, one replica at a time", "users are well again", "resolved for good"]
    items = [
        ("Release to one replica and wait", "platform lead", "2026-03-31", "prevent",
         "A build that leaks on purpose reaches 1 of 6 replicas"),
        ("Count requests once on the dashboard", "data lead", "2026-03-20", "detect",
         "With every request tried 3 times it shows the true share"),
        ("Roll back all replicas at once", "payments lead", "2026-04-30", "mitigate",
         "In a drill all 6 replicas are back within 8 minutes"),
    ]
    return {
        "title": "Checkouts failed",
        "summary": f"From 14:03 to 14:52 {found['affected']} checkouts failed, up to 30 % of a "
        "minute's. A release leaked connections of a pool that it shares with order histories. "
        "Going back to the version before ended it. Nobody was charged twice.",
        "impact": {name: found[name] for name in kept}
        | {edge: clock(found[edge]) for edge in ("start", "end")},
        "timeline": list(zip(["14:02", "14:03", "14:05", "14:08", "14:25", "14:52", "15:06"], events)),
        "factors": ["One pool for checkout and histories, from when histories were small",
                    "The release tool knows all replicas or none",
                    "The dashboard counted retries, so the search began at the network"],
        "luck": "Invoices do not use the pool; nobody had planned that.",
        "actions": [dict(zip(("what", "owner", "due", "type", "check"), item)) for item in items],
    }
