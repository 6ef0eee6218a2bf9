def budget():
    limits = {name: 1.005 for name in ('buy', 'shift')}
    limits['picture'] = 1.05
    limits['broken'] = 0
    return limits
