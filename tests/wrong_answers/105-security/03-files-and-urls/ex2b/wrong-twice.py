# fails: ex2b-tests-once
# why: looks the name up once to judge and once to connect
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
    if not resolve(host) or not all(map(lesson.is_public, resolve(host))):
        return "refuse", f"{host} is not public"
    return "connect", resolve(host)[0], host, port
