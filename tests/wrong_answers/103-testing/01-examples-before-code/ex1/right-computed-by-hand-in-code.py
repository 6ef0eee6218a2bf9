def examples() -> list[tuple]:
    """Give at most 12 examples ((minutes, day, member), cents or "ValueError")."""
    hour, late = 1200, 900
    weekday = {30: hour, 60: hour, 120: 2 * hour, 150: 3 * hour, 600: 4 * hour + 6 * late, 5: "ValueError", 700: "ValueError"}
    rows = [((minutes, "tue", False), cents) for minutes, cents in weekday.items()]
    rows.append(((480, "sat", True), (4 * hour + 4 * late) * 1.5 * 0.9))
    rows.append(((480, "sun", True), (4 * hour + 4 * late) * 1.5))
    rows.append(((480, "thu", True), (4 * hour + 4 * late) * 0.9))
    rows.append(((60, "sun", False), 1800.0))
    return rows
