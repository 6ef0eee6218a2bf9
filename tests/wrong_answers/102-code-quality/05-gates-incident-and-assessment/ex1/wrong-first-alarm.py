# fails: ex1-tests-nested
# why: stops at the first alarm
def eats(handler):
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    if not any(kind is None or getattr(kind, "id", "") in ("Exception", "BaseException") for kind in types):
        return False
    for node in own(handler):
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Name) and node.id == handler.name):
            return False
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "exception":
            return False
        if isinstance(node, ast.keyword) and node.arg == "exc_info" and getattr(node.value, "value", True) not in (False, None):
            return False
    return True


def report(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ExceptHandler) and eats(node):
            return [node.lineno]
    return []
