def respond(desk):
    """Give up by an exception, so that every way out escalates once."""
    class GiveUp(Exception):
        pass

    def steps():
        first = desk.error_percent()
        if first is None:
            raise GiveUp("no data")
        if first < 2:
            return "healthy"
        suspect(desk.newest(), desk.by_version())
        safe = desk.rollback_safe()
        if safe is None or not safe:
            raise GiveUp("not safe")
        desk.roll_back()
        return verify(first)

    def suspect(newest, versions):
        mine = versions.get(newest)
        rest = [v for k, v in versions.items() if k != newest]
        asked, failed = sum(v[0] for v in rest), sum(v[1] for v in rest)
        blamed = mine is not None and mine[0] >= 100 and asked >= 100 and mine[1] > 0
        if not (blamed and mine[1] * asked >= failed * mine[0] * 5):
            raise GiveUp("not the release")

    def verify(first):
        last = None
        for look in range(1, 6):
            desk.wait(60)
            share = desk.error_percent()
            if share is not None and share > first * 1.5:
                desk.roll_forward()
                raise GiveUp("worse")
            calm = share is not None and share < 2
            if calm and last:
                return "mitigated"
            last = calm
        raise GiveUp("no effect")

    try:
        return steps()
    except GiveUp as why:
        desk.escalate(str(why))
        return "escalated"
