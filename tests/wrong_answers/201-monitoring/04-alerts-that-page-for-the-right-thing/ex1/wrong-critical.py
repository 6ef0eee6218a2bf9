# fails: ex1-tests ex1-tests-times
# why: uses the severities of another tool
def rules():
    return [
        {'long': 60, 'short': 5, 'burn': 14.4, 'severity': 'critical', 'least': 500},
        {'long': 360, 'short': 30, 'burn': 6, 'severity': 'critical', 'least': 1000},
        {'long': 4320, 'short': 360, 'burn': 1, 'severity': 'critical', 'least': 5000},
    ]
