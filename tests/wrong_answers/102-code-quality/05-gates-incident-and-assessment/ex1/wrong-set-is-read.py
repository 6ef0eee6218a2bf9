# fails: ex1-tests-uses
# why: takes every mention of the name for a use, also one that sets or deletes it
BROAD = ("Exception", "BaseException")

def eats(handler: ast.ExceptHandler) -> bool:
    """Tell whether a handler loses its exception."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    if not any(kind is None or isinstance(kind, ast.Name) and kind.id in BROAD for kind in kinds):
        return False
    for node in own(handler):
        if isinstance(node, ast.Raise):
            return False
        if isinstance(node, ast.Name) and node.id == handler.name:
            return False
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr == "exception":
                return False
            for word in node.keywords:
                off = isinstance(word.value, ast.Constant) and (word.value.value is None or word.value.value is False)
                if word.arg == "exc_info" and not off:
                    return False
    return True


def report(text: str) -> list[int]:
    """Give the lines of the handlers that eat their exception, in order."""
    nodes = ast.walk(ast.parse(text))
    return sorted(node.lineno for node in nodes if isinstance(node, ast.ExceptHandler) and eats(node))
