# fails: ex2b-tests-connect
# why: prefers an address of the old kind
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
    addresses = resolve(host)
    if not addresses or not all(lesson.is_public(address) for address in addresses):
        return "refuse", f"{host} is not public"
    old = [address for address in addresses if ":" not in address]
    return "connect", (old or addresses)[0], host, port
