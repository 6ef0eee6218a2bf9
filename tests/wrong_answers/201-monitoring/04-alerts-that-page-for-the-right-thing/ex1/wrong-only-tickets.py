# fails: ex1-tests-times
# why: lets nobody be woken
def rules():
    return [
        {'long': 60, 'short': 5, 'burn': 14.4, 'severity': 'ticket', 'least': 500},
        {'long': 360, 'short': 30, 'burn': 6, 'severity': 'ticket', 'least': 1000},
        {'long': 4320, 'short': 360, 'burn': 1, 'severity': 'ticket', 'least': 5000},
    ]
