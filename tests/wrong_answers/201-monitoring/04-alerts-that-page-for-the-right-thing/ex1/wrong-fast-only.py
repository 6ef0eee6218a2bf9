# fails: ex1-tests
# why: leaves the leaks to themselves
def rules():
    return [
        {'long': 60, 'short': 5, 'burn': 14.4, 'severity': 'page', 'least': 500},
    ]
