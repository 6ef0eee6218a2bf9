# fails: ex1-tests-times
# why: takes 36 hours against the noise
def rules():
    return [
        {'long': 2160, 'short': 2160, 'burn': 1, 'severity': 'page', 'least': 2000},
    ]
