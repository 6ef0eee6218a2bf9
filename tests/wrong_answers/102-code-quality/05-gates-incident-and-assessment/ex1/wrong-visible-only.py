# fails: ex1-tests
# why: does what the visible tests show
def eats(handler):
    text = ast.unparse(handler)
    if getattr(handler.type, "id", "Exception") != "Exception":
        return False
    return not ("raise" in text and "def" not in text or "note(error)" in text or ".exception(" in text or "exc_info=True" in text)


def report(text):
    nodes = ast.walk(ast.parse(text))
    return sorted(node.lineno for node in nodes if isinstance(node, ast.ExceptHandler) and eats(node))
