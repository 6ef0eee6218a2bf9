# fails: ex1-tests
# why: compares the last ten minutes with what is allowed
def rules():
    return [
        {'long': 10, 'short': 10, 'burn': 1, 'severity': 'page', 'least': 0},
    ]
