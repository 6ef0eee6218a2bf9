def rules():
    return [
        {'long': 60, 'short': 10, 'burn': 10, 'severity': 'page', 'least': 500},
        {'long': 1440, 'short': 60, 'burn': 3, 'severity': 'ticket', 'least': 3000},
    ]
