# fails: ex1-tests-nested
# why: leaves out functions and takes a lambda for code that runs
def eats(handler):
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    if not any(kind is None or getattr(kind, "id", "") in ("Exception", "BaseException") for kind in types):
        return False
    for node in (n for b in handler.body if not isinstance(b, (ast.FunctionDef, ast.AsyncFunctionDef)) for n in ast.walk(b)):
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Name) and node.id == handler.name):
            return False
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "exception":
            return False
        if isinstance(node, ast.keyword) and node.arg == "exc_info" and getattr(node.value, "value", True) not in (False, None):
            return False
    return True


def report(text):
    nodes = ast.walk(ast.parse(text))
    return sorted(node.lineno for node in nodes if isinstance(node, ast.ExceptHandler) and eats(node))
