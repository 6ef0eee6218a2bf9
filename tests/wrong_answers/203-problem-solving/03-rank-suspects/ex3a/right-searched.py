def lost_by_careful():
    """Give a schedule in which `careful` loses a row."""
    for play in evidence.all_plays(evidence.careful, [[5], [7]]):
        if play["values"]["total"] != 120:
            return play["schedule"]


def stuck_by_crossed():
    """Give a schedule in which both workers of `crossed` wait for ever."""
    plays = evidence.all_plays(evidence.crossed, [[5], [8]], 1)
    return next(play["schedule"] for play in plays if play["end"] == "stuck")
