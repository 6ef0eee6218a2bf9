def names() -> dict:
    up = "%2e%2e/"
    return dict(late=up + "partners/keys.txt", prefix="../labels-old/keys.txt", tidy="/".join(["photos", "keys.txt"]))
