# fails: ex1-tests
# why: takes 100 requests as the floor of all windows
def rules():
    return [
        {'long': 60, 'short': 5, 'burn': 14.4, 'severity': 'page', 'least': 100},
        {'long': 360, 'short': 30, 'burn': 6, 'severity': 'page', 'least': 100},
        {'long': 4320, 'short': 360, 'burn': 1, 'severity': 'ticket', 'least': 100},
    ]
