# fails: ex1-tests
# why: takes a fifth rule
def rules():
    return [
        {'long': 60, 'short': 5, 'burn': 14.4, 'severity': 'page', 'least': 500},
        {'long': 360, 'short': 30, 'burn': 6, 'severity': 'page', 'least': 1000},
        {'long': 4320, 'short': 360, 'burn': 1, 'severity': 'ticket', 'least': 5000},
        {'long': 60, 'short': 5, 'burn': 14.4, 'severity': 'page', 'least': 500},
        {'long': 360, 'short': 30, 'burn': 6, 'severity': 'page', 'least': 1000},
    ]
