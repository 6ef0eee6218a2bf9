def budget():
    return dict(buy=1, picture=1, shift=1, broken=0)
