# fails: ex1-tests ex1-tests-times
# why: lets the short window be as long as the long one
def rules():
    return [
        {'long': 60, 'short': 60, 'burn': 14.4, 'severity': 'page', 'least': 500},
        {'long': 360, 'short': 360, 'burn': 6, 'severity': 'page', 'least': 1000},
        {'long': 4320, 'short': 4320, 'burn': 1, 'severity': 'ticket', 'least': 5000},
    ]
