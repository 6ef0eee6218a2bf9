def postmortem():
    """Built around the journal."""
    found = facts(ROWS, JOURNAL, LIMIT)
    edges = [(found["start"], "more than 5 % of checkouts fail"), (found["end"], "fewer than 5 % fail from here on")]
    story = sorted(edges + [(line["minute"], line["kind"] + ": " + line["text"]) for line in JOURNAL])
    impact = {key: value for key, value in found.items() if key != "worst"}
    impact.update(start=clock(found["start"]), end=clock(found["end"]))
    items = [
        {"what": "Let the release tool stop after one replica", "owner": "platform lead", "due": "2026-04-15", "type": "prevent", "check": "In 5 drills a bad build stops at replica 1"},
        {"what": "Page on the share of users that fail", "owner": "data lead", "due": "2026-04-15", "type": "detect", "check": "Replayed, 9 March pages within 2 minutes of 14:03"},
        {"what": "Let the tool roll back all replicas together", "owner": "payments lead", "due": "2026-04-15", "type": "mitigate", "check": "Measured in a drill: under 8 minutes for all"},
    ]
    return {
        "summary": f"From {impact['start']} to {impact['end']}, for {impact['to_mitigate']} minutes, up to 30 % of checkouts failed: {found['affected']:,} in all. "
                   "Version 88 did not give back connections; going back to 87 ended it.",
        "impact": impact,
        "timeline": [(clock(minute), text) for minute, text in story],
        "factors": list(FACTORS.values()),
        "luck": "Nobody was charged twice, which we only checked afterwards.",
        "actions": items,
    }
