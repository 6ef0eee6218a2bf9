# fails: ex1-tests
# why: writes the share that fails, in per cent, as the burn rate
def rules():
    return [
        {'long': 60, 'short': 5, 'burn': 1.44, 'severity': 'page', 'least': 500},
        {'long': 360, 'short': 30, 'burn': 0.6, 'severity': 'page', 'least': 1000},
        {'long': 4320, 'short': 360, 'burn': 0.1, 'severity': 'ticket', 'least': 5000},
    ]
