# fails: ex1-tests ex1-tests-times
# why: forgets the severity
def rules():
    return [
        {'long': 60, 'short': 5, 'burn': 14.4, 'least': 500},
        {'long': 360, 'short': 30, 'burn': 6, 'least': 1000},
        {'long': 4320, 'short': 360, 'burn': 1, 'least': 5000},
    ]
