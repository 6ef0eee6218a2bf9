def targets():
    return {
        'hand-in': (99, 30),
        'export': (90, 30),
        'results': (99.9, 30),
        'avatars': (90, 30),
        'sign-in': (99.9, 30),
    }
