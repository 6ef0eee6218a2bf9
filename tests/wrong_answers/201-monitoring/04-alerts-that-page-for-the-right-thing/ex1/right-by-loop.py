def rules():
    found = []
    for long, burn, severity, least in ((60, 13.44, "page", 600), (360, 5.6, "page", 1500), (2880, 1.5, "ticket", 4000)):
        found.append(dict(long=long, short=long // 12, burn=burn, severity=severity, least=least))
    return found
