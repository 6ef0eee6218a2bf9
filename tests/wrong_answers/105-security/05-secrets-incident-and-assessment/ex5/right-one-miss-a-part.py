def answers() -> dict:
    return {'boundary': 'a', 'first': 'c', 'order': 'a', 'place': 'd', 'decode': 'b', 'link': 'a', 'twice': 'a', 'redirect': 'd', 'tenant': 'c', 'count': 'b', 'store': 'b', 'alg': 'd', 'push': 'a', 'entropy': 'b', 'tag': 'c', 'fork': 'd'}
