# fails: ex2b-tests-addresses
# why: asks for global addresses, among which are those of many receivers and wrapped ones
def decide(url: str, resolve) -> tuple:
    from ipaddress import ip_address
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
    if not addresses or not all(ip_address(address).is_global for address in addresses):
        return "refuse", f"{host} is not public"
    return "connect", addresses[0], host, port
