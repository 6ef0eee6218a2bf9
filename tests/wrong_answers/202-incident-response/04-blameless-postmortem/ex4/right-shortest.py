def postmortem():
    """As little as the form allows."""
    f = facts(ROWS, JOURNAL, LIMIT)
    act = lambda what, kind, check: {"what": what, "owner": "data lead", "due": "2026-04-01", "type": kind, "check": check}
    return {
        "summary": "14:03 to 14:52: 2,427 checkouts failed " + "because one pool ran dry after a release went to all replicas at once today",
        "impact": {**{k: f[k] for k in ("affected", "to_detect", "to_mitigate", "to_resolve")}, "start": clock(f["start"]), "end": clock(f["end"])},
        "timeline": [["14:02", "deploy"], ["14:03", "start"], ["14:08", "declared"], ["14:25", "rollback"], ["14:52", "end"], ["15:06", "resolved"]],
        "factors": ["one two three four five", "two three four five six", "three four five six seven"],
        "luck": "invoices worked all the time",
        "actions": [act("one pool for each", "prevent", "a b c d 1"), act("count every request once", "detect", "a b c d 2"), act("roll back at once", "mitigate", "a b c d 3")],
    }
