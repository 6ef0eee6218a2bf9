"""IPython hooks and transformers: the shell that runs a learner's cells is the learner's."""

from tests.grading.attacks import Attack

F = "IPython hooks and transformers"
ATTACKS = [
    Attack(
        name="cleanup transformer",
        family=F,
        number=2,
        tried="input_transformers_cleanup turns each later cell into `pass`",
        first="""
        get_ipython().input_transformers_cleanup.append(lambda lines: ["pass\\n"])
        """,
    ),
    Attack(
        name="post transformer",
        family=F,
        tried="input_transformers_post turns each later cell into `pass`",
        first="""
        get_ipython().input_transformers_post.append(lambda lines: ["pass\\n"])
        """,
    ),
    Attack(
        name="ast transformer",
        family=F,
        number=3,
        tried="an ast transformer drops Assert and Raise",
        first="""
        import ast
        class Drop(ast.NodeTransformer):
            def visit_Assert(self, node): return ast.Pass()
            def visit_Raise(self, node): return ast.Pass()
        get_ipython().ast_transformers.append(Drop())
        """,
    ),
    Attack(
        name="run_cell_async",
        family=F,
        number=4,
        tried="InteractiveShell.run_cell_async runs `pass` in place of each cell",
        first="""
        from IPython.core.interactiveshell import InteractiveShell
        real = InteractiveShell.run_cell_async
        async def run(self, raw_cell, *args, **kwargs):
            kwargs.pop("transformed_cell", None)
            return await real(self, "pass", *args, transformed_cell="pass", **kwargs)
        InteractiveShell.run_cell_async = run
        """,
    ),
    Attack(
        name="run_code",
        family=F,
        tried="InteractiveShell.run_code does nothing",
        first="""
        from IPython.core.interactiveshell import InteractiveShell
        async def nothing(self, *args, **kwargs):
            return False
        InteractiveShell.run_code = nothing
        """,
    ),
    Attack(
        name="do_execute",
        family=F,
        number=5,
        tried="ipykernel's do_execute answers ok without running anything",
        first="""
        from ipykernel.ipkernel import IPythonKernel
        async def ok(self, code, silent, *args, **kwargs):
            return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
        IPythonKernel.do_execute = ok
        """,
    ),
    Attack(
        name="Session.send",
        family=F,
        number=6,
        tried="jupyter_client's Session.send drops errors and rewrites replies",
        first="""
        from jupyter_client.session import Session
        real = Session.send
        def send(self, stream, kind, content=None, *args, **kwargs):
            if kind == "error":
                return None
            if kind == "execute_reply" and isinstance(content, dict):
                content = {"status": "ok", "execution_count": 1, "payload": [],
                           "user_expressions": {}}
            return real(self, stream, kind, content, *args, **kwargs)
        Session.send = send
        """,
    ),
    Attack(
        name="showtraceback",
        family=F,
        number=21,
        tried="showtraceback shows nothing",
        first="""
        from IPython.core.interactiveshell import InteractiveShell
        InteractiveShell.showtraceback = lambda self, *args, **kwargs: None
        """,
    ),
    Attack(
        name="custom exception handler",
        family=F,
        tried="set_custom_exc swallows AssertionError",
        first="""
        get_ipython().set_custom_exc((Exception,), lambda *args, **kwargs: None)
        """,
    ),
    Attack(
        name="events",
        family=F,
        tried="a pre_run_cell event answers from the cell's text and prints it",
        first="""
        def look(info):
            print(info.raw_cell)
        get_ipython().events.register("pre_run_cell", look)
        get_ipython().events.register("post_run_cell", lambda result: print(result))
        """,
    ),
    Attack(
        name="transformer gives a number",
        family=F,
        number=13,
        tried="each test cell's value becomes the number 2, partial credit",
        first="""
        def two(lines):
            return ["2\\n"]
        get_ipython().input_transformers_cleanup.append(two)
        """,
    ),
    Attack(
        name="a number above the maximum",
        family=F,
        number=13,
        honest=(
            """
        def double(n):
            return n + n
        """,
            "def total(numbers):\n    return 0",
        ),
        tried="the second test's value becomes 99 where 2 is the most",
        between="""
        get_ipython().input_transformers_cleanup.append(lambda lines: ["99\\n"])
        """,
    ),
    Attack(
        name="displayhook",
        family=F,
        tried="sys.displayhook and excepthook say all is well",
        first="""
        import sys
        sys.displayhook = lambda value: print(3)
        sys.excepthook = lambda *args: None
        get_ipython().displayhook.__class__.__call__ = lambda self, result=None: None
        """,
    ),
    Attack(
        name="history",
        family=F,
        tried="In, Out and the history hold the tests' text",
        last="""
        print(In, Out, _ih, list(get_ipython().history_manager.get_range(output=True)))
        """,
    ),
]
