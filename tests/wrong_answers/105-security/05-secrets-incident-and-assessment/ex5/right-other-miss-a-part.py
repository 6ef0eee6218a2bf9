def answers() -> dict:
    return {'boundary': 'b', 'first': 'c', 'order': 'a', 'place': 'a', 'decode': 'b', 'link': 'c', 'twice': 'a', 'redirect': 'a', 'tenant': 'c', 'count': 'b', 'store': 'a', 'alg': 'a', 'push': 'b', 'entropy': 'b', 'tag': 'c', 'fork': 'a'}
