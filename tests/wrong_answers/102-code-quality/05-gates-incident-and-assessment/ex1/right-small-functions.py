def is_broad(kind):
    if isinstance(kind, ast.Tuple):
        return any(is_broad(one) for one in kind.elts)
    return kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"})


def logs(node):
    if isinstance(node, ast.keyword):
        return node.arg == "exc_info" and ast.unparse(node.value) not in ("False", "None")
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "exception"


def is_read(node, name):
    return isinstance(node, ast.Name) and (node.id, type(node.ctx)) == (name, ast.Load)


def eats(handler):
    nodes = list(own(handler))
    raises = any(isinstance(node, ast.Raise) for node in nodes)
    reads = any(is_read(node, handler.name) for node in nodes)
    return is_broad(handler.type) and not (raises or reads or any(map(logs, nodes)))


def report(text):
    lines = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ExceptHandler) and eats(node):
            lines.append(node.lineno)
    lines.sort()
    return lines
