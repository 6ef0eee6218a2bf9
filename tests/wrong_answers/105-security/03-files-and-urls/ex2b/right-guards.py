def decide(url: str, resolve) -> tuple:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return ("refuse", str(error))
    if parts.scheme not in ("http", "https"):
        return ("refuse", "scheme")
    if port is None:
        port = 443 if parts.scheme == "https" else 80
    if port != 80 and port != 443:
        return ("refuse", "port")
    if not parts.hostname:
        return ("refuse", "host")
    found = list(resolve(parts.hostname))
    if len(found) == 0:
        return ("refuse", "nobody has this name")
    for address in found:
        if not lesson.is_public(address):
            return ("refuse", f"{address} is not public")
    return ("connect", found[0], parts.hostname, port)
