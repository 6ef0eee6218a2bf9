"""Tests that hand what is a learner's to something that executes it, and answers that use it."""

from tests.grading.walls import TAKE, TAKE_LINE, Form

TEXT, PICKLE, DOC = "text is executed", "pickles", "docstrings and test runners"
QUERY, TEMPLATE, FILE = "queries", "templates", "files as code"
CODE, NAME = "code objects", "names and configurations"

PICKLED = (
    "import pickle\nclass Taken:\n    def __reduce__(self):\n        return (exec, ({take!r},))\n"
    "raw = pickle.dumps(Taken())\n"
)
DUMP = PICKLED.format(take=TAKE)
F_RIGHT, F_WRONG = "def f(x):\n    return x + 1", "def f(x):\n    return x"


def text(name: str, tried: str, test: str, right: str, attack: str, **more: object) -> Form:
    """Make a form whose answer is the text that `say()` returns."""
    return Form(
        name=name,
        family=str(more.pop("family", TEXT)),
        tried=tried,
        test=test,
        right=f"def say():\n    return {right!r}",
        wrong="def say():\n    return '0'",
        attack=f"def say():\n    return {attack!r}",
        faulty=bool(more.pop("faulty", False)),
    )


def answer_file(name: str, tried: str, test: str, *, faulty: bool = False, more: str = "") -> Form:
    """Make a form whose answer is the module answer.py in the work folder."""
    write = "from pathlib import Path\nPath('answer.py').write_text({text!r})\n"
    return Form(
        name=name,
        family=FILE,
        tried=tried,
        test=test,
        right=write.format(text=F_RIGHT + "\n") + more,
        wrong=write.format(text=F_WRONG + "\n") + more,
        attack=write.format(text=f"{TAKE}\n{F_WRONG}\n") + more,
        faulty=faulty,
    )


# fmt: off
FORMS = [
    # -- text is executed --
    text("eval, a test's name", "the text is the name of a variable of the test",
         "wanted = 41 + 1\nassert eval(say()) == wanted", "6 * 7", "wanted"),
    text("eval, a test's name in pieces", "two texts that make a variable's name together",
         "wanted = 42\nassert eval(say()[:3] + say()[3:]) == wanted", "6 * 7", "wanted"),
    text("eval, code", "the text takes the process over",
         "assert eval(say()) == 42", "6 * 7", f"{TAKE_LINE} or 42.5"),
    text("exec into a space", "the same by exec",
         "space = {}\nexec(say(), space)\nassert space['z'] == 5", "z = 5", TAKE),
    text("builtins.exec", "the builtin itself is used, not the name",
         "import builtins\nspace = {}\nbuiltins.exec(say(), space)\nassert space['z'] == 5",
         "z = 5", TAKE, faulty=True),
    text("compiled, then executed", "compile and exec are two steps",
         "space = {}\nexec(compile(say(), 'answer', 'exec'), space)\nassert space['z'] == 5",
         "z = 5", TAKE),
    text("a syntax tree", "the text is parsed, compiled and executed",
         "import ast\nspace = {}\nexec(compile(ast.parse(say()), 'answer', 'exec'), space)\n"
         "assert space['z'] == 5", "z = 5", TAKE),
    text("the text of a cell", "IPython is asked to run it",
         "get_ipython().run_cell(say())\nassert z == 5", "z = 5", TAKE, faulty=True),
    text("a magic's line", "%time runs it",
         "get_ipython().run_line_magic('time', say())\nassert z == 5", "z = 5",
         TAKE_LINE, faulty=True),
    text("timeit", "timeit compiles its own code around it",
         "import timeit\nassert timeit.timeit(say(), number=1) < 5", "1 + 1", TAKE_LINE, faulty=True),
    text("an interpreter of code.py", "InteractiveInterpreter.runsource",
         "import code\nspace = {}\ncode.InteractiveInterpreter(space).runsource(say())\n"
         "assert space['z'] == 5", "z = 5", TAKE_LINE, faulty=True),
    text("an annotation", "get_type_hints evaluates annotations that are texts",
         "import types, typing\nthing = types.SimpleNamespace(__annotations__={'x': say()})\n"
         "assert typing.get_type_hints(thing, {}, {}) == {'x': int}", "int",
         f"{TAKE_LINE} or int"),
    text("make_class of attrs", "attrs writes code with the names of fields",
         "import attr\nassert attr.make_class('C', [say()])(1).width == 1", "width",
         f"x=None):\n  {TAKE_LINE}\n  pass\ndef y(self"),
    text("make_dataclass", "dataclasses write code with the names of fields",
         "import dataclasses\nassert dataclasses.make_dataclass('C', [say()])(1).width == 1", "width",
         f"x={TAKE_LINE}"),
    text("namedtuple", "namedtuple writes a lambda with the names of fields",
         "import collections\nassert collections.namedtuple('N', [say()])(1).width == 1", "width",
         f"x={TAKE_LINE}"),
    # -- pickles --
    Form(name="pickle.load", family=PICKLE, tried="a file of the learner's makes the call",
         test="import pickle\nwith open('answer.pkl', 'rb') as file:\n    assert pickle.load(file) == {'a': 1}",
         right="import pickle\nwith open('answer.pkl', 'wb') as f:\n    pickle.dump({'a': 1}, f)",
         wrong="import pickle\nwith open('answer.pkl', 'wb') as f:\n    pickle.dump({'a': 2}, f)",
         attack=DUMP + "with open('answer.pkl', 'wb') as f:\n    f.write(raw)"),
    Form(name="pickle.loads, a class of pandas", family=PICKLE,
         tried="an allowed library's class evaluates text while it is made",
         test="import pandas, pickle\nassert pickle.loads(raw) == {'a': 1}",
         right="import pickle\nraw = pickle.dumps({'a': 1})",
         wrong="import pickle\nraw = pickle.dumps({'a': 2})",
         attack="import pickle\nclass E:\n    def __reduce__(self):\n"
                "        from pandas.core.computation.expr import Expr\n"
                f"        return (Expr, ({TAKE_LINE!r},))\nraw = pickle.dumps(E())"),
    Form(name="np.load", family=PICKLE, tried="an array of objects is a pickle",
         test="import numpy as np\nassert np.load('a.npy', allow_pickle=True).tolist() == [1, 'x']",
         right="import numpy as np\nnp.save('a.npy', np.array([1, 'x'], dtype=object))",
         wrong="import numpy as np\nnp.save('a.npy', np.array([2, 'x'], dtype=object))",
         attack="import numpy as np\n" + DUMP +
                "np.save('a.npy', np.array([Taken(), 'x'], dtype=object))"),
    Form(name="pd.read_pickle", family=PICKLE, tried="pandas has an unpickler of its own",
         test="import pandas as pd\nassert pd.read_pickle('t.pkl')['a'].tolist() == [1, 2]",
         right="import pandas as pd\npd.DataFrame({'a': [1, 2]}).to_pickle('t.pkl')",
         wrong="import pandas as pd\npd.DataFrame({'a': [1, 3]}).to_pickle('t.pkl')",
         attack=DUMP + "open('t.pkl', 'wb').write(raw)"),
    Form(name="shelve", family=PICKLE, tried="a shelf's values are pickles",
         test="import shelve\nwith shelve.open('shelf') as shelf:\n    assert shelf['a'] == 1",
         right="import shelve\nwith shelve.open('shelf') as s:\n    s['a'] = 1",
         wrong="import shelve\nwith shelve.open('shelf') as s:\n    s['a'] = 2",
         attack=DUMP + "import shelve\nwith shelve.open('shelf') as s:\n    s['a'] = Taken()"),
    # -- docstrings and test runners --
    Form(name="doctest's finder and runner", family=DOC, tried="an example of the docstring is code",
         test="import doctest\nrunner = doctest.DocTestRunner(verbose=False)\n"
              "for each in doctest.DocTestFinder().find(f, 'f', globs=globals()):\n    runner.run(each)\n"
              "assert runner.tries == 1 and runner.failures == 0 and f(2) == 3",
         right="def f(x):\n    '''\n    >>> f(1)\n    2\n    '''\n    return x + 1",
         wrong="def f(x):\n    '''\n    >>> f(1)\n    2\n    '''\n    return x",
         attack=f"def f(x):\n    '''\n    >>> {TAKE_LINE.replace(chr(92), chr(92) * 2)}\n    '''\n    return x"),
    Form(name="run_docstring_examples", family=DOC, tried="the short way to the same",
         test="import contextlib, doctest, io\nsaid = io.StringIO()\n"
              "with contextlib.redirect_stdout(said):\n"
              "    doctest.run_docstring_examples(f, globals())\n"
              "assert said.getvalue() == '' and f(2) == 3",
         right="def f(x):\n    '''\n    >>> f(1)\n    2\n    '''\n    return x + 1",
         wrong="def f(x):\n    '''\n    >>> f(1)\n    2\n    '''\n    return x",
         attack=f"def f(x):\n    '''\n    >>> {TAKE_LINE.replace(chr(92), chr(92) * 2)}\n    '''\n    return x"),
    Form(name="pytest.main", family=DOC, tried="a test cell runs pytest on the learner's file",
         test="import pytest\nassert pytest.main(['-q', 'test_answer.py']) == 0",
         right="open('test_answer.py', 'w').write('def test_one():\\n    assert 1')",
         wrong="open('test_answer.py', 'w').write('def test_one():\\n    assert 0')",
         attack=f"open('test_answer.py', 'w').write({TAKE!r})", faulty=True),
    # -- queries --
    text("DataFrame.query", "`@name` walks from a module to its functions",
         "import pandas as pd\ntable = pd.DataFrame({'a': [1, 2]})\n"
         "assert table.query(say())['a'].tolist() == [2]", "a > 1",
         "@pd.io.common.os.sys.modules['builtins'].exec(" + repr(TAKE) + ") or a > 1", family=QUERY),
    text("DataFrame.eval", "the same by eval",
         "import pandas as pd\ntable = pd.DataFrame({'a': [1, 2]})\n"
         "assert table.eval(say()).tolist() == [2, 3]", "a + 1",
         "@table.__class__.__init__.__globals__['sys'].exit() + a", family=QUERY),
    text("pd.eval, a test's name", "the query is the name of a variable of the test",
         "import pandas as pd\nwanted = 42\nassert pd.eval(say()) == wanted", "6 * 7", "@wanted",
         family=QUERY),
    text("SQL that opens a file", "ATTACH reads or makes another database",
         "import sqlite3\nbase = sqlite3.connect(':memory:')\nbase.executescript("
         "'create table t (a); insert into t values (1)')\n"
         "assert base.execute(say()).fetchall() == [(1,)]", "select a from t",
         "attach '/box/pristine/x.db' as y", family=QUERY),
    # -- templates --
    text("jinja2.Template", "a template of jinja2 is a program",
         "import jinja2\nassert jinja2.Template(say()).render(name='Ann') == 'Hi Ann'",
         "Hi {{ name }}",
         "{{ cycler.__init__.__globals__.os.sys.modules['builtins'].exec(" + repr(TAKE) + ") }}",
         family=TEMPLATE),
    text("Environment.from_string", "the same by an environment",
         "import jinja2\nassert jinja2.Environment().from_string(say()).render(name='B') == 'Hi B'",
         "Hi {{ name }}",
         "{{ lipsum.__globals__['os'].sys.modules['builtins'].exec(" + repr(TAKE) + ") }}",
         family=TEMPLATE),
    text("a loader of jinja2", "the template comes by its name",
         "import jinja2\nplace = jinja2.Environment(loader=jinja2.DictLoader({'t': say()}))\n"
         "assert place.get_template('t').render(name='C') == 'Hi C'", "Hi {{ name }}",
         "{{ lipsum.__globals__['os'].sys.modules['builtins'].exec(" + repr(TAKE) + ") }}",
         family=TEMPLATE, faulty=True),
    text("str.format", "a template looks into the globals of a test",
         "wanted = 'Hi Ann'\nclass Person:\n    def __init__(self):\n        self.name = 'Ann'\n"
         "assert say().format(p=Person()) == wanted", "Hi Ann",
         "{p.__init__.__globals__[wanted]}", family=TEMPLATE),
    text("string.Formatter", "the same by the class",
         "import string\nwanted = 'Hi Ann'\nclass Person:\n    def __init__(self):\n"
         "        self.name = 'Ann'\nassert string.Formatter().format(say(), p=Person()) == wanted",
         "Hi Ann", "{p.__init__.__globals__[wanted]}", family=TEMPLATE),
    text("format as a function", "the method is passed on",
         "wanted = ['Hi Ann']\nclass Person:\n    def __init__(self):\n        self.name = 'Ann'\n"
         "assert list(map(say().format, [Person()])) == wanted", "Hi Ann",
         "{0.__init__.__globals__[wanted][0]}", family=TEMPLATE),
    # -- files as code --
    answer_file("import by a path", "spec_from_file_location",
                "import importlib.util as util\nspec = util.spec_from_file_location('answer', 'answer.py')\n"
                "module = util.module_from_spec(spec)\nspec.loader.exec_module(module)\n"
                "assert module.f(1) == 2"),
    answer_file("runpy", "run_path", "import runpy\nassert runpy.run_path('answer.py')['f'](1) == 2"),
    answer_file("import", "a module of the learner's by its name", "import answer\nassert answer.f(1) == 2"),
    answer_file("exec of a file", "its text is read and executed",
                "space = {}\nwith open('answer.py') as file:\n    exec(file.read(), space)\n"
                "assert space['f'](1) == 2"),
    answer_file("%run", "IPython's way", "%run answer.py\nassert f(1) == 2"),
    answer_file("a loader of importlib", "SourceFileLoader.load_module",
                "from importlib.machinery import SourceFileLoader\n"
                "assert SourceFileLoader('answer', 'answer.py').load_module().f(1) == 2"),
    # -- code objects --
    Form(name="FunctionType", family=CODE, tried="the function's code with other globals",
         test="import types\nassert types.FunctionType(f.__code__, {'__builtins__': __builtins__})(1) == 2",
         right=F_RIGHT, wrong=F_WRONG,
         attack=f"def f(x):\n    import builtins\n    builtins.exec({TAKE!r})\n    return x", faulty=True),
    Form(name="a function's __code__ is set", family=CODE, tried="another function gets the code",
         test="def own(x):\n    return 0\nown.__code__ = f.__code__\nassert own(1) == 2",
         right=F_RIGHT, wrong=F_WRONG,
         attack=f"def f(x):\n    import builtins\n    builtins.exec({TAKE!r})\n    return x", faulty=True),
    Form(name="code.replace", family=CODE, tried="a changed copy of the code",
         test="import types\ncode = f.__code__.replace(co_name='g')\n"
              "assert types.FunctionType(code, {'__builtins__': __builtins__})(1) == 2",
         right=F_RIGHT, wrong=F_WRONG,
         attack=f"def f(x):\n    import builtins\n    builtins.exec({TAKE!r})\n    return x", faulty=True),
    Form(name="the source of a function", family=CODE, tried="decorators and defaults are executed",
         test="import inspect\nspace = {}\nexec(inspect.getsource(f), space)\nassert space['f'](1) == 2",
         right=F_RIGHT, wrong=F_WRONG,
         attack=f"def f(x, y=__import__('builtins').exec({TAKE!r})):\n    return x"),
    # -- names and configurations --
    text("YAML tags", "a tag names a function and its arguments",
         "import yaml\nassert yaml.load(say(), Loader=yaml.UnsafeLoader) == {'a': 1}", "a: 1",
         f"!!python/object/apply:builtins.exec [{TAKE_LINE!r}]".replace("\\\\", "\\"), family=NAME),
    text("logging.config", "a factory is named in the configuration",
         "import json, logging.config\nlogging.config.dictConfig(json.loads(say()))\n"
         "assert logging.getLogger('shop').level == 20",
         '{"version": 1, "loggers": {"shop": {"level": "INFO"}}}',
         '{"version": 1, "handlers": {"h": {"()": "builtins.exec", "source": "1"}}}', family=NAME),
    text("a module by its name", "import_module and getattr",
         "import importlib\nmodule, _, name = say().partition(':')\n"
         "assert getattr(importlib.import_module(module), name)(TEXT) == 3\n".replace("TEXT", repr("abc")),
         "builtins:len", "builtins:eval", family=NAME),
    text("attrgetter", "a dotted path walks to the globals",
         "import operator\nwanted = 7\nclass Box:\n    def __init__(self):\n        self.size = 7\n"
         "got = operator.attrgetter(say())(Box())\nassert got == wanted or got is globals()",
         "size", "__init__.__globals__", family=NAME),
]
# fmt: on
