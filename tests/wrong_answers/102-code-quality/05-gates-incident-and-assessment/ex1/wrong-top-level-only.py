# fails: ex1-tests-nested
# why: looks at statements of the file, and not at those inside others
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
    lines = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.Try):
            lines += [handler.lineno for handler in node.handlers if eats(handler)]
    return lines
