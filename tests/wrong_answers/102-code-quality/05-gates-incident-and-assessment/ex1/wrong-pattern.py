# fails: ex1-tests-logs
# why: a pattern over the text, once more
def eats(handler):
    text = ast.unparse(handler)
    return bool(re.match(r"except( \(?.*(Base)?Exception\b.*)?:", text)) and not re.search(r"\braise\b|\.exception\(|exc_info=True" + (f"|[({{ ]{handler.name}[,)}}.]" if handler.name else ""), text.split(":", 1)[1])


def report(text):
    nodes = ast.walk(ast.parse(text))
    return sorted(node.lineno for node in nodes if isinstance(node, ast.ExceptHandler) and eats(node))
