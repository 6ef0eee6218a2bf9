class Excuses(ast.NodeVisitor):
    def __init__(self, name):
        self.name, self.found = name, False

    def visit_FunctionDef(self, node):
        pass

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef

    def visit_Raise(self, node):
        self.found = True

    def visit_Name(self, node):
        self.found = self.found or (node.id == self.name and isinstance(node.ctx, ast.Load))

    def visit_Call(self, node):
        match node.func:
            case ast.Attribute(attr="exception"):
                self.found = True
        for word in node.keywords:
            if word.arg == "exc_info" and not (isinstance(word.value, ast.Constant) and word.value.value in (None, False)):
                self.found = True
        self.generic_visit(node)


def eats(handler):
    kinds = [handler.type] if not isinstance(handler.type, ast.Tuple) else handler.type.elts
    names = {ast.unparse(kind) if kind else "" for kind in kinds}
    if not names & {"", "Exception", "BaseException"}:
        return False
    excuses = Excuses(handler.name)
    for node in handler.body:
        excuses.visit(node)
    return not excuses.found


def report(text):
    nodes = ast.walk(ast.parse(text))
    return sorted(node.lineno for node in nodes if isinstance(node, ast.ExceptHandler) and eats(node))
