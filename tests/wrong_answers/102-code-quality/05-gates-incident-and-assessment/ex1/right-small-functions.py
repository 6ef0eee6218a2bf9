def is_broad(kind):
    if isinstance(kind, ast.Tuple):
        return any(is_broad(one) for one in kind.elts)
    return kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"})


def logs(node):
    if isinstance(node, ast.keyword):
        return node.arg == "exc_info" and ast.unparse(node.value) not in ("False", "None")
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "exception"


def eats(handler):
    nodes = list(own(handler))
    raises = any(isinstance(node, ast.Raise) for node in nodes)
    uses = handler.name and any(isinstance(node, ast.Name) and node.id == handler.name for node in nodes)
    return is_broad(handler.type) and not (raises or uses or any(map(logs, nodes)))


def report(text):
    lines = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ExceptHandler) and eats(node):
            lines.append(node.lineno)
    lines.sort()
    return lines
