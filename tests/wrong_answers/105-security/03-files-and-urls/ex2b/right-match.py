def decide(url: str, resolve) -> tuple:
    try:
        parts = urlsplit(url)
        wanted = (parts.scheme, parts.port)
    except ValueError:
        return "refuse", "unreadable"
    match wanted:
        case ("http", None):
            port = 80
        case ("https", None):
            port = 443
        case ("http" | "https", 80 | 443 as given):
            port = given
        case _:
            return "refuse", "scheme or port"
    addresses = resolve(parts.hostname) if parts.hostname else []
    inner = [address for address in addresses if not lesson.is_public(address)]
    if inner or not addresses:
        return "refuse", f"inner: {inner}"
    return "connect", addresses[0], parts.hostname, port
