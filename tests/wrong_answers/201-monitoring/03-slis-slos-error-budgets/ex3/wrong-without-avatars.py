# fails: ex3-tests ex3-tests-needed
# why: leaves out a service that nobody misses
def targets():
    return {
        'hand-in': (99.5, 30),
        'export': (95, 90),
        'results': (99.95, 30),
        'sign-in': (99.95, 30),
    }
