# fails: ex1-tests-times
# why: fits the steady event of one month only
def rules():
    return [
        {'long': 60, 'short': 5, 'burn': 17.5, 'severity': 'page', 'least': 500},
        {'long': 360, 'short': 30, 'burn': 6, 'severity': 'page', 'least': 1000},
        {'long': 4320, 'short': 360, 'burn': 1, 'severity': 'ticket', 'least': 5000},
    ]
