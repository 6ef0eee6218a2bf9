from fractions import Fraction

def respond(desk):
    """Shares as fractions, and the last two looks kept."""
    errors = desk.error_percent()
    reason = None
    if errors is None:
        reason = "no data"
    elif errors < 2:
        return "healthy"
    else:
        table = desk.by_version()
        new = table.get(desk.newest(), (0, 0))
        old = [sum(column) for column in zip(*(v for k, v in table.items() if k != desk.newest()))] or [0, 0]
        if min(new[0], old[0]) < 100 or new[1] == 0:
            reason = "not the release"
        elif Fraction(new[1], new[0]) < 5 * Fraction(old[1], old[0]):
            reason = "not the release"
        elif desk.rollback_safe() is not True:
            reason = "not safe"
    if reason is None:
        desk.roll_back()
        looks = []
        reason = "no effect"
        while reason == "no effect" and len(looks) < 5:
            desk.wait(60)
            looks.append(desk.error_percent())
            if len(looks) > 1 and all(x is not None and x < 2 for x in looks[-2:]):
                return "mitigated"
            if looks[-1] is not None and looks[-1] > errors * 3 / 2:
                desk.roll_forward()
                reason = "worse"
    desk.escalate(reason)
    return "escalated"
