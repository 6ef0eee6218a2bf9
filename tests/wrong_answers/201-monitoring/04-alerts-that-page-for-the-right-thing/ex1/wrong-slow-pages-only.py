# fails: ex1-tests ex1-tests-times
# why: has no rule for an hour
def rules():
    return [
        {'long': 360, 'short': 30, 'burn': 6, 'severity': 'page', 'least': 1000},
        {'long': 4320, 'short': 360, 'burn': 1, 'severity': 'ticket', 'least': 5000},
    ]
