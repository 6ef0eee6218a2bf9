# fails: ex3-tests
# why: allows a third of a failure in seven runs
def targets():
    return {
        'hand-in': (99.5, 30),
        'export': (95, 7),
        'results': (99.95, 30),
        'avatars': (95, 30),
        'sign-in': (99.95, 30),
    }
