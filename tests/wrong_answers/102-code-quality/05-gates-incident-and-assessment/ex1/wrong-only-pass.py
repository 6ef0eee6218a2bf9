# fails: ex1-tests
# why: an eaten exception is one behind which stands pass
def eats(handler):
    broad = handler.type is None or getattr(handler.type, "id", "") in ("Exception", "BaseException")
    return broad and all(isinstance(node, ast.Pass) for node in handler.body)


def report(text):
    nodes = ast.walk(ast.parse(text))
    return sorted(node.lineno for node in nodes if isinstance(node, ast.ExceptHandler) and eats(node))
