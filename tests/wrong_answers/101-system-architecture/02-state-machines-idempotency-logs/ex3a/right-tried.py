from course.lessons.delivery import FoundRevenue, FoundShop, sell


def crash_points():
    """Try all eleven."""
    points = {0: set(), 1: set(), 2: set()}
    for cut in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11):
        points[sell(FoundShop(), FoundRevenue(), cut)].add(cut)
    return {"lost": points[0], "twice": points[2]}
