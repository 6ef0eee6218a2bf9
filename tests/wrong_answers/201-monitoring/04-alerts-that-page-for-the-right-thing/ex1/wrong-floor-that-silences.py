# fails: ex1-tests ex1-tests-times
# why: raises the floors until nothing rings falsely
def rules():
    return [
        {'long': 60, 'short': 5, 'burn': 14.4, 'severity': 'page', 'least': 200000},
        {'long': 360, 'short': 30, 'burn': 6, 'severity': 'page', 'least': 200000},
        {'long': 4320, 'short': 360, 'burn': 1, 'severity': 'ticket', 'least': 200000},
    ]
