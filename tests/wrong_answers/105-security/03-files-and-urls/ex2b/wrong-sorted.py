# fails: ex2b-tests-connect
# why: sorts the addresses before it takes the first
def decide(url: str, resolve) -> tuple:
    usual = {"http": 80, "https": 443}
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "refuse", "not an address"
    port = usual.get(parts.scheme) if port is None else port
    if parts.scheme not in usual or port not in (80, 443) or not host:
        return "refuse", "scheme, port or host"
    addresses = sorted(resolve(host))
    if not addresses or not all(lesson.is_public(address) for address in addresses):
        return "refuse", f"{host} is not public"
    return "connect", addresses[0], host, port
