# fails: ex4-tests-checks
# why: reads versions without letter case
def respond(desk: Desk) -> str:
    """Roll a bad release back if that is safe, verify it, and give up in time."""
    def escalate(reason):
        desk.escalate(reason)
        return "escalated"

    before = desk.error_percent()
    if before is None:
        return escalate("no data")
    if before < 2:
        return "healthy"
    newest = desk.newest().lower()
    versions = {v.lower(): c for v, c in desk.by_version().items()}
    requests_new, errors_new = versions.get(newest, (0, 0))
    others = [counts for version, counts in versions.items() if version != newest]
    requests_old = sum(count for count, _ in others)
    errors_old = sum(count for _, count in others)
    enough = min(requests_new, requests_old) >= 100
    if not enough or not errors_new or errors_new * requests_old < 5 * errors_old * requests_new:
        return escalate("not the release")
    if desk.rollback_safe() is not True:
        return escalate("not safe")
    desk.roll_back()
    calm = 0
    for _ in range(5):
        desk.wait(60)
        now = desk.error_percent()
        calm = calm + 1 if now is not None and now < 2 else 0
        if calm == 2:
            return "mitigated"
        if now is not None and now > 1.5 * before:
            desk.roll_forward()
            return escalate("worse")
    return escalate("no effect")
