# fails: ex1-tests
# why: has nothing for what burns slowly
def rules():
    return [
        {'long': 60, 'short': 5, 'burn': 14.4, 'severity': 'page', 'least': 500},
        {'long': 360, 'short': 30, 'burn': 6, 'severity': 'page', 'least': 1000},
    ]
