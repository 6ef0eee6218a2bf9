# fails: ex1-tests
# why: lowers the six hours to what the leaks of one month just reach
def rules():
    return [
        {'long': 60, 'short': 5, 'burn': 14.4, 'severity': 'page', 'least': 500},
        {'long': 360, 'short': 30, 'burn': 6, 'severity': 'page', 'least': 1000},
        {'long': 360, 'short': 30, 'burn': 4.6, 'severity': 'ticket', 'least': 1000},
    ]
