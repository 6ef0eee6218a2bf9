# fails: ex1-tests-times
# why: pages for three days of a slow burn
def rules():
    return [
        {'long': 60, 'short': 5, 'burn': 14.4, 'severity': 'page', 'least': 500},
        {'long': 360, 'short': 30, 'burn': 6, 'severity': 'page', 'least': 1000},
        {'long': 4320, 'short': 360, 'burn': 1, 'severity': 'page', 'least': 5000},
    ]
