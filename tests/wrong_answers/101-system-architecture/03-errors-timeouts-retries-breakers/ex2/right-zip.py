def decisions():
    return dict(zip("ABCDE", "abcda"))
