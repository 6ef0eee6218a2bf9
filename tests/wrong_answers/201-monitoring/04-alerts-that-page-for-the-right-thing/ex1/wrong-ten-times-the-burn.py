# fails: ex1-tests ex1-tests-times
# why: takes the workbook's 1,000x at its word and rings at ten times the rate
def rules():
    return [
        {'long': 60, 'short': 5, 'burn': 144.0, 'severity': 'page', 'least': 500},
        {'long': 360, 'short': 30, 'burn': 60, 'severity': 'page', 'least': 1000},
        {'long': 4320, 'short': 360, 'burn': 10, 'severity': 'ticket', 'least': 5000},
    ]
