# fails: ex1-tests
# why: forgets the quiet services
def rules():
    return [
        {'long': 60, 'short': 5, 'burn': 14.4, 'severity': 'page', 'least': 0},
        {'long': 360, 'short': 30, 'burn': 6, 'severity': 'page', 'least': 0},
        {'long': 4320, 'short': 360, 'burn': 1, 'severity': 'ticket', 'least': 0},
    ]
