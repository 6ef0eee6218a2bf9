def review():
    found = {
        61: ("behaviour", "must", "This message asks for a second payment when the book was locked."),
        26: ("missing", "must", "Sum up the refunds that there are before comparing."),
        8: ("missing", "must", "Nobody uses this limit, so nobody asks a supervisor."),
        25: ("reading", "nit", "A debug line with a customer's account, please drop it."),
        58: ("behaviour", "must", "int of a float loses cents, take round."),
        31: ("reading", "should", "Catch BankDown and BookLocked, and let errors of ours through."),
        46: ("behaviour", "must", "This call raises TypeError with the real book."),
        3: ("missing", "should", "The down file of this migration is missing."),
        107: ("test", "should", "Expected values belong there as numbers."),
    }
    return [dict(line=n, kind=k, weight=w, comment=c) for n, (k, w, c) in sorted(found.items())]
