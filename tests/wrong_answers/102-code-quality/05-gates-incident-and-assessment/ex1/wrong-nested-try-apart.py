# fails: ex1-tests-nested
# why: another try within the handler is judged by itself, so what it raises seems to belong to it alone
def outside_of_nested(node):
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.Try)):
            yield child
            yield from outside_of_nested(child)


def eats(handler):
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    if not any(kind is None or getattr(kind, "id", "") in ("Exception", "BaseException") for kind in types):
        return False
    for node in outside_of_nested(handler):
        if isinstance(node, ast.Raise):
            return False
        if isinstance(node, ast.Name) and node.id == handler.name and isinstance(node.ctx, ast.Load):
            return False
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "exception":
            return False
        if isinstance(node, ast.keyword) and node.arg == "exc_info" and getattr(node.value, "value", True) not in (False, None):
            return False
    return True


def report(text):
    nodes = ast.walk(ast.parse(text))
    return sorted(node.lineno for node in nodes if isinstance(node, ast.ExceptHandler) and eats(node))
