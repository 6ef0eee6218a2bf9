"""What lies around the names: files, programs, builtins, randomness, and the classes of things."""

from tests.examination.cases import case

LINES = (
    "import os\n"
    "def lines(path):\n    with open(path) as f:\n        return [x.rstrip() for x in f]\n"
    "def note(path, text):\n    with open(path, 'a') as f:\n        f.write(text + '\\n')\n"
    "def texts(folder):\n    return sorted(n for n in os.listdir(folder) if n.endswith('.txt'))"
)
MONEY = (
    "class Money:\n"
    "    def __init__(self, cents):\n        self.cents = cents\n"
    "    def __eq__(self, o):\n        return self.cents == (o.cents if isinstance(o, Money) else o)\n"
    "    def __lt__(self, o):\n        return self.cents < (o.cents if isinstance(o, Money) else o)\n"
    "    def same(self):\n        return self\n"
    "def passed_on(x):\n    return x"
)
CASES = [
    case(
        "a test writes, the learner reads",
        LINES,
        "with open('seen.txt', 'w') as f:\n    f.write('a\\nb\\n')\nassert lines('seen.txt') == ['a', 'b']",
        "assert lines('seen.txt') == ['a', 'b', 'c']",
        "open('seen.txt', 'a').write('c\\n')\nassert lines('seen.txt')[-1] == 'c'",
        "%%writefile made.txt\nx\ny",
        "assert lines('made.txt') == ['x', 'y']",
        "from pathlib import Path\nimport os\nos.makedirs('d/e')\nPath('d/e/f.txt').write_text('1')\nassert lines('d/e/f.txt') == ['1'] and texts('d/e') == ['f.txt'] and texts('d') == []",
    ),
    case(
        "the learner writes, a test reads",
        LINES,
        "note('out.txt', 'one')\nassert open('out.txt').read() == 'one\\n'\nnote('out.txt', 'two')\nassert open('out.txt').read() == 'one\\ntwo\\n'",
        "import os\nos.remove('out.txt')\nnote('out.txt', 'new')\nassert open('out.txt').read() == 'new\\n'",
        "assert open('out.txt').read() == 'old\\n'",
    ),
    case(
        "no such file",
        LINES,
        "try:\n    lines('nowhere.txt')\nexcept FileNotFoundError as e:\n    assert 'nowhere' in str(e)\nelse:\n    assert False",
    ),
    case(
        "programs run where the learner's files are",
        "with open('say.py', 'w') as f:\n    f.write('import sys; print(len(sys.argv), 21 * 2)')",
        "import subprocess, sys\ndone = subprocess.run([sys.executable, 'say.py', 'a'], capture_output=True, text=True)\nassert done.returncode == 0 and done.stdout.split() == ['2', '42']",
        "assert subprocess.check_output([sys.executable, 'say.py']).split()[1] == b'43'",
        "import os\nassert os.system('exit 0') == 0 and os.popen('echo hi').read() == 'hi\\n'",
        "try:\n    subprocess.run(['false'], check=True)\nexcept subprocess.CalledProcessError as e:\n    assert e.returncode == 1\nelse:\n    assert False",
    ),
    case(
        "class of a thing",
        "import abc\nclass A:\n    def m(self):\n        return 1.0\nclass B(abc.ABC):\n    pass\n"
        "def gen():\n    yield 1\ndouble = lambda x: 2 * x\na = A()",
        "import types\nassert type(A) == type and type(A) is type and type(a) == A and type(a) is A",
        "assert type(a.m) == types.MethodType and type(a.m()) == float and type(double) is types.FunctionType",
        "assert type(gen()) is types.GeneratorType and type(B) is not type and type(B).__name__ == 'ABCMeta'",
        "assert type(a) is B",
        "assert type(double) is type",
        "def kind(type):\n    return type(3)\nassert kind(str) == '3'",
        "T = type('T', (), {'n': 4})\nassert T.n == 4 and type(T()) is T",
    ),
    case(
        "compared with data by a method of the class under test",
        MONEY,
        "assert Money(2) == 2 and 2 == Money(2) and Money(2) != 3 and Money(2) < 3 and 1 < Money(2)",
        "assert Money(2) == 3",
        "m = Money(2)\nassert m == 2 and not m < 2",
    ),
    case(
        "a solution with the name of a builtin",
        "def eval(tree, env=None):\n    return tree[0](*tree[1:]) if isinstance(tree, tuple) else tree\n"
        "def compile(text):\n    return text.split()",
        "assert eval((max, 1, 3)) == 3 and compile('a b') == ['a', 'b']",
        "assert eval((min, 1, 3)) == 3",
    ),
    case(
        "builtins replaced by a name in a variable",
        [
            (
                "locked",
                "import builtins, io, functools\n_print = print\n"
                "def talk(f, answers):\n    said = []\n    left = list(answers)\n"
                "    @functools.wraps(_print)\n    def print_(*a, **k):\n        said.append(' '.join(map(str, a)))\n"
                "    def input_(prompt=''):\n        said.append(prompt)\n        return left.pop(0)\n"
                "    kept = {k: getattr(builtins, k) for k in ('input', 'print')}\n"
                "    for k, v in {'input': input_, 'print': print_}.items():\n        setattr(builtins, k, v)\n"
                "    try:\n        f()\n    finally:\n        for k, v in kept.items():\n            setattr(builtins, k, v)\n"
                "    return said",
            ),
            ("solution", "def greet():\n    print('Hi', input('Name? '))"),
        ],
        "assert talk(greet, ['Al']) == ['Name? ', 'Hi Al']",
        "assert talk(greet, ['Al']) == ['Name? ', 'Hi Bo']",
        "import io, contextlib\nwith contextlib.redirect_stdout(io.StringIO()) as out:\n    try:\n        greet()\n    except Exception:\n        pass\nassert 'Al' not in out.getvalue()",
    ),
    case(
        "wrapped",
        "import functools\ndef twice(f):\n    @functools.wraps(f)\n    def g(*a):\n        return 2 * f(*a)\n    return g\n@twice\ndef one():\n    'doc'\n    return 1",
        "assert one() == 2 and one.__wrapped__() == 1 and one.__doc__ == 'doc'",
        "assert one.__wrapped__() == 2",
    ),
    case(
        "seeded by turns",
        "import random\ndef roll():\n    return random.randint(1, 10 ** 6)\nroll()",
        "import random\nrandom.seed(5)\na = [roll(), random.randint(1, 10 ** 6), roll()]\nrandom.seed(5)\nassert a == [random.randint(1, 10 ** 6) for _ in range(3)]",
        "random.seed(5)\nassert [roll(), roll()] == a[:2] and roll() == a[2]",
        "random.seed(6)\nassert roll() == a[0]",
    ),
    case(
        "exceptions keep what they carry",
        "import json, sqlite3\ndef parse():\n    return json.loads('[1,')\ndef read():\n    return open('gone.txt')\n"
        "def twice():\n    c = sqlite3.connect(':memory:')\n    c.execute('create table t (a unique)')\n    for _ in (1, 2):\n        c.execute('insert into t values (1)')\n"
        "def chain():\n    try:\n        1 / 0\n    except ZeroDivisionError as e:\n        raise ValueError('from') from e",
        "import json\ntry:\n    parse()\nexcept json.JSONDecodeError as e:\n    assert e.pos == 3 and e.doc == '[1,' and 'char 3' in str(e)",
        "try:\n    read()\nexcept OSError as e:\n    assert e.filename == 'gone.txt' and e.errno == 2 and 'gone' in str(e)",
        "import sqlite3\ntry:\n    twice()\nexcept sqlite3.IntegrityError:\n    pass\nelse:\n    assert False",
        "try:\n    chain()\nexcept ValueError as e:\n    assert isinstance(e.__cause__, ZeroDivisionError)",
        "try:\n    chain()\nexcept ValueError as e:\n    assert isinstance(e.__cause__, KeyError)",
        "try:\n    int('x').y\nexcept ValueError as e:\n    assert e.__cause__ is None",
    ),
    case(
        "warnings are heard by the test",
        "import warnings\nclass Old(DeprecationWarning):\n    pass\ndef f():\n    warnings.warn('careful', UserWarning)\n    return 1\ndef g():\n    warnings.warn('old', Old)\ndef h():\n    return 1",
        "import warnings\nwith warnings.catch_warnings(record=True) as heard:\n    warnings.simplefilter('always')\n    assert f() == 1 and f() == 1\nassert [w.category for w in heard] == [UserWarning] * 2 and str(heard[0].message) == 'careful'",
        "import pytest\nwith pytest.warns(UserWarning, match='care'):\n    f()\nwith pytest.warns(DeprecationWarning):\n    g()",
        "with pytest.warns(UserWarning):\n    h()",
        "with warnings.catch_warnings(record=True) as heard:\n    warnings.simplefilter('always')\n    h()\nassert heard",
        "with warnings.catch_warnings():\n    warnings.simplefilter('error')\n    f()",
    ),
    case(
        "a library's object with a base of data",
        [
            ("locked", "import os\nout = os.path.exists('x')"),
            (
                "solution",
                "def count(xs):\n    return len(xs), type(xs).__name__ != 'object', list(xs)",
            ),
        ],
        "out = !echo a; echo b\nassert out.n == 'a\\nb' and count(out) == (2, True, ['a', 'b'])",
        "assert count(['a']) == (1, True, ['a'])",
    ),
    case(
        "environment, arguments and standard input",
        "import os, sys\ndef key():\n    return os.environ.get('A_KEY', 'none')\ndef args():\n    return sys.argv[1:]\ndef read():\n    return [x.strip() for x in sys.stdin]",
        "import os\nfrom unittest.mock import patch\nassert key() == 'none'\nwith patch.dict(os.environ, {'A_KEY': 'v'}):\n    assert key() == 'v'\nassert key() == 'none'\nos.environ['A_KEY'] = 'w'\nassert key() == 'w'",
        "del os.environ['A_KEY']\nassert key() == 'w'",
        "import sys\nwith patch.object(sys, 'argv', ['prog', 'x']):\n    assert args() == ['x']",
        "import io\nold, sys.stdin = sys.stdin, io.StringIO('a\\nb\\n')\ntry:\n    assert read() == ['a', 'b']\nfinally:\n    sys.stdin = old",
    ),
    case(
        "logs are heard by the test",
        "import logging\nlog = logging.getLogger('shop')\ndef sell(n):\n    log.info('sold %d', n)\n    if n > 9:\n        log.warning('many')\n"
        "def quiet():\n    log.debug('nothing')",
        "import unittest\nt = unittest.TestCase()\nwith t.assertLogs('shop', 'INFO') as heard:\n    sell(10)\nassert heard.output == ['INFO:shop:sold 10', 'WARNING:shop:many']",
        "with t.assertLogs('shop', 'WARNING') as heard:\n    sell(11)\nassert [r.levelname for r in heard.records] == ['WARNING'] and heard.records[0].getMessage() == 'many'",
        "with t.assertLogs('shop', 'INFO'):\n    quiet()",
        "with t.assertLogs('shop', 'WARNING'):\n    sell(1)",
        "import logging\nkept = []\nclass Keep(logging.Handler):\n    def emit(self, r):\n        kept.append(r.getMessage())\nh = Keep()\nlogging.getLogger('shop').addHandler(h)\nsell(12)\nlogging.getLogger('shop').removeHandler(h)\nassert 'many' in kept",
    ),
    case(
        "a module of the standard library is patched before anybody has imported it",
        "import io\ndef first(url):\n    import urllib.request\n    with urllib.request.urlopen(url) as page:\n        return page.read().decode().splitlines()[0]",
        "import io\nfrom unittest.mock import patch\nwith patch('urllib.request.urlopen', return_value=io.BytesIO(b'a\\nb')) as opened:\n    assert first('http://x') == 'a'\nopened.assert_called_once_with('http://x')",
        "with patch('urllib.request.urlopen', return_value=io.BytesIO(b'z')):\n    assert first('http://x') == 'a'",
    ),
]
