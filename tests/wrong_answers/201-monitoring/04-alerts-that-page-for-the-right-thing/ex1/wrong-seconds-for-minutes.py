# fails: ex1-tests ex1-tests-times
# why: gives the windows in seconds
def rules():
    return [
        {'long': 3600, 'short': 300, 'burn': 14.4, 'severity': 'page', 'least': 500},
        {'long': 21600, 'short': 1800, 'burn': 6, 'severity': 'page', 'least': 1000},
        {'long': 259200, 'short': 21600, 'burn': 1, 'severity': 'ticket', 'least': 5000},
    ]
