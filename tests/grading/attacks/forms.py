"""Answers that lie about what they are, each against a common form of test cell.

`FORMS` is a second module: an exercise for each form, worth one point. An attack answers one of
them and leaves the others as released; the honest answer beside it is a plain wrong one.
"""

from dataclasses import dataclass

from tests.grading.attacks import Attack

BANK = (
    "class Account:\n    def __init__(self):\n        self.amount = 0\n"
    "    def balance(self):\n        return self.amount\n\n"
    "class Refused(Exception):\n    pass\n\n"
    "def is_paid(account):\n    return account.amount == 30\n"
)
FILES = {"bank.py": BANK}


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form of test: the author's solution, the test, and an honest wrong answer."""

    name: str
    right: str
    wrong: str
    test: str


MEAN = "def mean(xs):\n    return {}"
FORMS = (
    Form(
        name="difference",
        right="class Money:\n    def __init__(self, n=0):\n        self.n = n\n    def __sub__(self, o):\n"
        "        return Money(self.n - o.n)\n    def __contains__(self, o):\n        return o == self.n\n"
        "    def __abs__(self):\n        return abs(self.n)\n    def __lt__(self, o):\n        return self.n < o.n\n"
        "def mean(xs):\n    total = sum(xs)\n    return total / len(xs)",
        wrong="def mean(xs):\n    return 0",
        test="assert abs(mean([1, 2, 4]) - 7 / 3) < 1e-9",
    ),
    Form(
        name="almost equal",
        right="def area(r):\n    return 3.14159 * r * r",
        wrong="def area(r):\n    return 0",
        test="import unittest\nunittest.TestCase().assertAlmostEqual(area(2), 12.56636)",
    ),
    Form(
        name="frame",
        right="import pandas as pd\ndef table():\n    return pd.DataFrame({'a': [1, 2], 'b': [3, 4]})",
        wrong="import pandas as pd\ndef table():\n    return pd.DataFrame({'a': [1, 2]})",
        test="import pandas as pd\npd.testing.assert_frame_equal(table(), pd.DataFrame({'a': [1, 2], 'b': [3, 4]}))",
    ),
    Form(
        name="derived",
        right="class Shape:\n    def area(self):\n        return self.width() * self.height()",
        wrong="class Shape:\n    def area(self):\n        return 0",
        test="class Box(Shape):\n    def width(self): return 3\n    @staticmethod\n    def height(): return 4\n"
        "    @classmethod\n    def both(cls, box): return box.width() * cls.height()\n"
        "box = Box()\nassert box.area() == box.width() * box.height() == Box().both(box)",
    ),
    Form(
        name="equals",
        right="import pandas as pd\ndef column():\n    return pd.Series([1, 2])",
        wrong="import pandas as pd\ndef column():\n    return pd.Series([1])",
        test="import pandas as pd\nassert column().equals(pd.Series([1, 2])) and (column() == pd.Series([1, 2])).all()",
    ),
    Form(
        name="containment",
        right="def primes(n):\n    return [p for p in range(2, n) if all(p % d for d in range(2, p))]",
        wrong="def primes(n):\n    return [2]",
        test="assert 7 in primes(10) and 5 in primes(10)",
    ),
    Form(
        name="mock",
        right="def notify(client, who):\n    for w in who:\n        client.send(w, urgent=True)",
        wrong="def notify(client, who):\n    pass",
        test="from unittest.mock import Mock\nclient = Mock()\nnotify(client, ['a'])\n"
        "assert client.send.called and client.send.call_count == 1\nclient.send.assert_called_once_with('a', urgent=True)",
    ),
    Form(
        name="fake",
        right="def enter(door, word):\n    door.verify(word)\n    return 'in'",
        wrong="def enter(door, word):\n    return 'in'",
        test="class Door:\n    def __init__(self):\n        self.tried = []\n    def verify(self, word):\n"
        "        self.tried.append(word)\n        if word != 'sesame':\n            raise ValueError(word)\n"
        "door = Door()\nassert enter(door, 'sesame') == 'in' and door.tried == ['sesame']\n"
        "try:\n    enter(door, 'x')\nexcept ValueError:\n    door.verify('sesame')\nelse:\n    assert False",
    ),
    Form(
        name="zip of map",
        right="def square(x):\n    return x * x",
        wrong="def square(x):\n    return x",
        test="for got, want in zip(map(square, [2, 3]), [4, 9]):\n    assert got == want",
    ),
    Form(
        name="all of map",
        right="def even(x):\n    return x % 2 == 0",
        wrong="def even(x):\n    return False",
        test="assert all(map(even, [2, 4])) and not any(map(even, [1, 3]))",
    ),
    Form(
        name="unittest",
        right="def lower(text):\n    return text.lower()",
        wrong="def lower(text):\n    return ''",
        test="import unittest\nclass T(unittest.TestCase):\n    def test_lower(self):\n        self.assertEqual(lower('A'), 'a')\n"
        "outcome = unittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromTestCase(T))\n"
        "assert outcome.wasSuccessful()",
    ),
    Form(
        name="property",
        right="def back(xs):\n    return xs[::-1]",
        wrong="def back(xs):\n    return xs",
        test="from hypothesis import given, settings, strategies as st\n@settings(max_examples=20, database=None, deadline=None)\n"
        "@given(st.lists(st.integers(0, 9), min_size=1, max_size=4))\ndef check(xs):\n    assert back(xs) == list(reversed(xs))\ncheck()",
    ),
    Form(
        name="local name",
        right="def triple(x):\n    expected = 3 * x\n    return expected",
        wrong="def triple(x):\n    return 0",
        test="expected = 12\nassert triple(4) == expected",
    ),
    Form(
        name="allclose",
        right="import numpy as np\ndef halves(xs):\n    return np.array(xs) / 2",
        wrong="import numpy as np\ndef halves(xs):\n    return np.array(xs)",
        test="import numpy as np\nnp.testing.assert_allclose(halves([1, 2]), [0.5, 1.0])\nassert np.allclose(halves([4]), [2])",
    ),
    Form(
        name="callback",
        right="def give(report):\n    report(42)",
        wrong="def give(report):\n    report(0)",
        test="def report(n):\n    if n != 42:\n        raise AssertionError(n)\ngive(report)",
    ),
    Form(
        name="generator",
        right="def count(n):\n    yield from range(n)",
        wrong="def count(n):\n    return [0]",
        test="import types\nassert isinstance(count(3), types.GeneratorType)\nassert list(count(3)) == [0, 1, 2]",
    ),
    Form(
        name="coroutine",
        right="import asyncio\nasync def later(x):\n    await asyncio.sleep(0)\n    return x + 1",
        wrong="async def later(x):\n    return x",
        test="assert await later(1) == 2 and abs(await later(0.5) - 1.5) < 1e-9",
    ),
    Form(
        name="order",
        right="def level(x):\n    return x // 10",
        wrong="def level(x):\n    return 7",
        test="assert level(5) < level(15) < level(95) and 0 <= level(95) < 10\nassert sorted([level(30), level(20)]) == [2, 3]",
    ),
    Form(
        name="exception",
        right="def root(x):\n    if x < 0:\n        raise ValueError('negative')\n    return x ** 0.5",
        wrong="def root(x):\n    return 0",
        test="try:\n    root(-1)\nexcept ValueError as error:\n    assert str(error) == 'negative'\nelse:\n    assert False\nassert root(4) == 2",
    ),
    Form(
        name="helper class",
        right="from bank import Account\ndef paid():\n    account = Account()\n    account.amount += 30\n    return account",
        wrong="from bank import Account\ndef paid():\n    return Account()",
        test="from bank import Account, is_paid\nassert type(paid()) is Account and paid().balance() == 30 and is_paid(paid())",
    ),
    Form(
        name="source",
        right="def total(xs):\n    return sum(xs)",
        wrong="def total(xs):\n    return 0",
        test="import inspect\nassert 'for' not in inspect.getsource(total) and total([1, 2]) == 3",
    ),
    Form(
        name="date",
        right="import datetime\ndef due(day):\n    return day + datetime.timedelta(days=14)",
        wrong="def due(day):\n    return day",
        test="import datetime\nassert (due(datetime.date(2024, 1, 1)) - datetime.date(2024, 1, 15)).days == 0\n"
        "assert due(datetime.date(2024, 1, 1)) == datetime.date(2024, 1, 15)",
    ),
    Form(
        name="type and length",
        right="def pair(x):\n    return (x, x)",
        wrong="def pair(x):\n    return ()",
        test="assert type(pair(1)) is tuple and len(pair(1)) == 2 and pair(1)[0] == 1 == pair(1)[1]",
    ),
    Form(
        name="text",
        right="def shown(n):\n    return f'{n} items'",
        wrong="def shown(n):\n    return ''",
        test="assert shown(3) == '3 items' and shown(3).endswith('items') and '3' in shown(3)",
    ),
)
BY_NAME = {form.name: form for form in FORMS}
FAMILY = "what an answer says it is"
REPLACED = "a test's own objects"
STEERED = "exceptions that steer a test"
ASKED = "what is asked of an answer"


def against(form: str, name: str, tried: str, answer: str, family: str = FAMILY) -> Attack:
    """Make an attack on one form."""
    assert form in BY_NAME
    return Attack(
        name=name,
        family=family,
        tried=tried,
        form=form,
        honest=(BY_NAME[form].wrong, ""),
        answers=(answer, ""),
    )


NUMBER = (
    "class {name}{base}:\n    def __sub__(self, o): return 0\n    __rsub__ = __add__ = __radd__ = __sub__\n"
    "    def __abs__(self): return 0\n    def __eq__(self, o): return True\n    def __lt__(self, o): return True\n"
    "    __gt__ = __le__ = __ge__ = __lt__\n    def __hash__(self): return 0\n    def __round__(self, n=0): return 0\n"
    "    def __contains__(self, o): return True\n    def __iter__(self): return iter([])\n    def __bool__(self): return True\n"
    "    def __float__(self): return 0.0\n    def __format__(self, s): return '0'\n"
)


def number(name: str = "Liar", base: str = "", then: str = "") -> str:
    """Write a class whose operators say what a test wants to hear."""
    return NUMBER.format(name=name, base=base) + then


PLANT = "import numpy\nnumpy.Liar = Liar\nLiar.__module__, Liar.__qualname__ = 'numpy', 'Liar'\n"
ATTACKS = [
    # -- a class that a test derives has the test's methods --
    against("derived", "__init_subclass__ replaces", "a learner's base replaces the methods of a class that a test derives",
            "class Shape:\n    def area(self): return 0\n    def __init_subclass__(cls):\n"
            "        cls.width = cls.height = cls.both = lambda *a: 0\n"),
    against("derived", "metaclass replaces", "the base's metaclass leaves a test's methods out",
            "class Meta(type):\n    def __new__(m, n, b, d):\n"
            "        return type.__new__(m, n, b, {k: (lambda *a: 0) if k in ('width', 'height', 'both') else v for k, v in d.items()})\n"
            "class Shape(metaclass=Meta):\n    def area(self): return 0\n"),
    against("derived", "__getattribute__ answers", "the base answers for the methods of the class derived from it",
            "class Shape:\n    def area(self): return 0\n    def __getattribute__(self, n): return lambda *a: 0\n"),
    against("derived", "instance attributes", "the base's __init__ hides the methods behind attributes",
            "class Shape:\n    def area(self): return 0\n    def __init__(self):\n"
            "        self.width = self.height = self.both = lambda *a: 0\n"),
    # -- the answer's class, module and library are claims --
    against("difference", "class from builtins", "__module__ = 'builtins', so that arithmetic is asked",
            number(then="Liar.__module__ = 'builtins'\n") + MEAN.format("Liar()")),
    against("difference", "class put into numpy", "a name put into numpy makes the class a library's",
            number(then=PLANT) + MEAN.format("Liar()")),
    against("difference", "class in a library's place", "fractions.Fraction is replaced by the class",
            number("Fraction", then="import fractions\nfractions.Fraction = Fraction\nFraction.__module__ = 'fractions'\n")
            + MEAN.format("Fraction()")),
    against("difference", "class of the source's name", "an instance of the exercise's own class, with __sub__ replaced",
            number("Money") + MEAN.format("Money()")),
    against("difference", "class derived from the source's", "derived from the exercise's own class",
            "class Money:\n    pass\n" + number("Sub", "(Money)") + MEAN.format("Sub()")),
    against("difference", "numbers' abstract class", "registered as a number, with its operators",
            "import numbers\n" + number("Liar", "(numbers.Number)") + MEAN.format("Liar()")),
    against("difference", "Decimal subclass", "a subclass of Decimal with arithmetic of its own",
            "from decimal import Decimal\n" + number("Liar", "(Decimal)") + MEAN.format("Liar()")),
    against("difference", "timedelta subclass", "a subclass of timedelta with arithmetic of its own",
            "from datetime import timedelta\n" + number("Liar", "(timedelta)") + MEAN.format("Liar(0)")),
    against("difference", "numpy scalar subclass", "a subclass of numpy.float64 with arithmetic of its own",
            "import numpy as np\n" + number("Liar", "(np.float64)") + MEAN.format("Liar(0)")),
    against("difference", "money that computes twice", "__sub__ gives another such object, whose abs is 0",
            number("Money").replace("def __sub__(self, o): return 0", "def __sub__(self, o): return Money()")
            + MEAN.format("Money()")),
    against("difference", "module spoofed late", "the class changes its module once it has been described",
            number() + "def mean(xs):\n    Liar.__module__ = 'builtins'\n    Liar.__name__ = 'float'\n    return Liar()"),
    against("almost equal", "almost equal to all", "__eq__ and __sub__ for assertAlmostEqual",
            number(then=PLANT) + "def area(r):\n    return Liar()"),
    against("almost equal", "Fraction subclass", "a Fraction whose difference rounds to 0",
            "from fractions import Fraction\n" + number("Liar", "(Fraction)") + "def area(r):\n    return Liar(1)"),
    against("frame", "columns that change", "a DataFrame whose columns differ from read to read",
            "import pandas as pd\nclass Frame(pd.DataFrame):\n    @property\n    def columns(self):\n        return pd.Index(['a', 'b'])\n"
            "    shape = (2, 2)\n    def __getitem__(self, k):\n        return pd.Series({'a': [1, 2], 'b': [3, 4]}[k], name=k)\n"
            "def table():\n    return Frame({'a': [1, 2]})"),
    against("frame", "frame that iterates otherwise", "items, iloc and _ixs of a subclass give what is expected",
            "import pandas as pd\nclass Frame(pd.DataFrame):\n    def _ixs(self, i, axis=0):\n        return pd.Series([[1, 2], [3, 4]][i], name='ab'[i])\n"
            "    def equals(self, o):\n        return True\ndef table():\n    return Frame({'a': [1, 2], 'b': [0, 0]})"),
    against("frame", "frame by name", "a class of one's own that is called pandas' DataFrame",
            number("DataFrame", then="DataFrame.__module__ = 'pandas.core.frame'\nimport pandas.core.frame as f, pandas\nf.DataFrame = pandas.DataFrame = DataFrame\n")
            + "def table():\n    return DataFrame()"),
    against("equals", "series that equals", "a Series whose equals and == say yes",
            "import pandas as pd\nclass S(pd.Series):\n    def equals(self, o):\n        return True\n    def __eq__(self, o):\n        return pd.Series([True])\n"
            "def column():\n    return S([9])"),
    against("equals", "object with equals", "no Series at all, but its methods say yes",
            number(then="Liar.equals = lambda s, o: True\nLiar.all = lambda s: True\nLiar.__eq__ = lambda s, o: s\n")
            + "def column():\n    return Liar()"),
    against("containment", "contains all", "__contains__ of a class in numpy's name",
            number(then=PLANT) + "def primes(n):\n    return Liar()"),
    against("containment", "container of the source's name", "__contains__ of a class that the source has",
            number("Money") + "def primes(n):\n    return Money()"),
    against("containment", "list that contains all", "a list with __contains__ and __iter__",
            "class L(list):\n    def __contains__(self, x):\n        return True\n    def __iter__(self):\n        return iter([5, 7])\n"
            "def primes(n):\n    return L([2])"),
    against("containment", "dict that contains all", "a dict with __contains__ and __missing__",
            "class D(dict):\n    def __contains__(self, x):\n        return True\ndef primes(n):\n    return D()"),
    against("allclose", "all masked", "a masked array in which everything is masked",
            "import numpy as np\ndef halves(xs):\n    return np.ma.masked_all(len(xs))"),
    against("allclose", "half masked", "a masked array of right length, wrong where it is masked",
            "import numpy as np\ndef halves(xs):\n    return np.ma.array([9.0] * len(xs), mask=True)"),
    against("allclose", "masked subclass", "a subclass of MaskedArray",
            "import numpy as np\nclass M(np.ma.MaskedArray):\n    pass\ndef halves(xs):\n    return np.ma.masked_all(len(xs)).view(M)"),
    against("allclose", "array with functions", "__array_function__ and __array_ufunc__ of a subclass",
            "import numpy as np\nclass A(np.ndarray):\n    def __array_function__(self, *a, **k): return True\n    def __array_ufunc__(self, *a, **k): return np.array([True])\n"
            "def halves(xs):\n    return np.array([9.0] * len(xs)).view(A)"),
    against("allclose", "array that converts", "__array__ and __float__ that differ each time",
            number(then="import numpy as np\nLiar.__array__ = lambda s, *a, **k: np.ma.masked_all(1)\n") + "def halves(xs):\n    return [Liar()] * len(xs)"),
    against("generator", "class called generator", "__name__ and __module__ of Python's own type",
            "class G:\n    def __iter__(self):\n        return iter([0, 1, 2])\nG.__name__ = G.__qualname__ = 'generator'\nG.__module__ = 'builtins'\n"
            "def count(n):\n    return G()"),
    against("coroutine", "awaitable that lies", "__await__ gives a number-like liar",
            number() + "async def later(x):\n    return Liar()"),
    against("order", "ordered as wanted", "< and > of a class of one's own are True",
            number(then="Liar.__index__ = lambda s: 2\n") + "def level(x):\n    return Liar()"),
    against("order", "int that is ordered as wanted", "a subclass of int with < and ==",
            number("Liar", "(int)") + "def level(x):\n    return Liar(50)"),
    against("exception", "exception of all classes", "__class__ and __instancecheck__ of an exception",
            "class M(type):\n    def __instancecheck__(c, o): return True\nclass E(Exception, metaclass=M):\n    @property\n    def __class__(self): return ValueError\n"
            "    def __str__(self): return 'negative'\ndef root(x):\n    raise E"),
    against("helper class", "method on the instance", "balance and __eq__ of the course's class, set on the instance",
            "from bank import Account\ndef paid():\n    a = Account()\n    a.balance = lambda: 30\n    class N:\n        def __eq__(self, o): return True\n    a.amount = N()\n    return a"),
    against("helper class", "method on the class", "the course's class and function are patched",
            "import bank\nfrom bank import Account\nbank.is_paid = lambda a: True\nAccount.balance = lambda self: 30\ndef paid():\n    return Account()"),
    against("helper class", "class derived from the course's", "a class of the same name derived from the helper's",
            "import bank\nclass Account(bank.Account):\n    def balance(self): return 30\nAccount.__module__ = 'bank'\nbank.Account = Account\ndef paid():\n    return Account()"),
    against("helper class", "helper written over", "bank.py is written over and loaded again",
            "open('bank.py', 'w').write('class Account:\\n    amount = 30\\n    def balance(self): return 30\\nis_paid = lambda a: True\\n')\n"
            "import importlib, bank\nimportlib.reload(bank)\nfrom bank import Account\ndef paid():\n    a = Account()\n    a.amount = None\n    return a"),
    against("date", "date with a difference", "a date whose difference has days 0, and equals",
            "import datetime\nclass Zero:\n    days = 0\nclass D(datetime.date):\n    def __sub__(self, o): return Zero()\n    def __eq__(self, o): return True\n"
            "    __hash__ = None\ndef due(day):\n    return D(2000, 1, 1)"),
    against("type and length", "tuple in name", "__class__ is tuple, length and items as wanted",
            number(then="Liar.__len__ = lambda s: 2\nLiar.__getitem__ = lambda s, i: Liar()\nLiar.__class__ = property(lambda s: tuple)\n") + "def pair(x):\n    return Liar()"),
    against("type and length", "tuple subclass", "a tuple whose items are others when they are asked for",
            "class T(tuple):\n    def __len__(self): return 2\n    def __getitem__(self, i): return 1\ndef pair(x):\n    return T()"),
    against("text", "text subclass", "a str whose ==, in and endswith say yes",
            "class S(str):\n    def __eq__(self, o): return True\n    def __contains__(self, o): return True\n    def endswith(self, *a): return True\n"
            "    __hash__ = str.__hash__\ndef shown(n):\n    return S('')"),
    # -- what the test made cannot be replaced --
    against("mock", "mock's method replaced", "client.send is set to something that was called",
            "from types import SimpleNamespace\ndef notify(client, who):\n    client.send = SimpleNamespace(called=True, call_count=1, assert_called_once_with=lambda *a, **k: None)",
            REPLACED),
    against("mock", "mock configured", "configure_mock, side_effect and the children of a Mock",
            "def notify(client, who):\n    for do in (lambda: client.configure_mock(send=None), lambda: setattr(client.send, 'called', True),\n"
            "               lambda: setattr(client.send, 'call_count', 1), lambda: setattr(client.send, 'assert_called_once_with', print),\n"
            "               lambda: client.send.mock_calls.append(1), lambda: setattr(client.send, 'side_effect', None)):\n"
            "        try: do()\n        except BaseException: pass", REPLACED),
    against("mock", "mock's class patched", "the class of the Mock says that everything was called",
            "def notify(client, who):\n    for k in type(client).__mro__[:-1]:\n        for n in ('called', 'call_count'):\n            try: setattr(k, n, 1)\n            except Exception: pass\n"
            "    from unittest.mock import NonCallableMock\n    NonCallableMock.assert_called_once_with = lambda *a, **k: None\n    NonCallableMock.called = True\n    NonCallableMock.call_count = 1", REPLACED),
    against("fake", "fake's method replaced", "door.verify = lambda w: None",
            "def enter(door, word):\n    door.tried.append(word) if False else None\n    door.verify = lambda w: (_ for _ in ()).throw(ValueError(w)) if w == 'x' else None\n"
            "    door.tried = ['sesame']\n    if word == 'x': raise ValueError\n    return 'in'", REPLACED),
    against("fake", "fake's record written", "door.tried is set without a call",
            "def enter(door, word):\n    door.tried = ['sesame']\n    if word == 'x':\n        raise ValueError\n    return 'in'", REPLACED),
    against("fake", "fake's class patched", "type(door).verify and __class__ are replaced",
            "def enter(door, word):\n    type(door).verify = lambda s, w: None\n    type(door).tried = ['sesame']\n    try: door.__class__ = type('D', (), {})\n    except Exception: pass\n"
            "    if word == 'x':\n        raise ValueError\n    return 'in'", REPLACED),
    against("local name", "local of the reference", "a global of the reference's local name equals everything",
            number() + "expected = Liar()\ndef triple(x):\n    return expected", REPLACED),
    against("local name", "test's variable rebound", "the test's variable is set before it is compared",
            "expected = None\ndef triple(x):\n    global expected\n    expected = 0\n    return expected", REPLACED),
    # -- exceptions that mean something to the test's machinery --
    against("zip of map", "StopIteration in map", "ends the zip before anything is compared",
            "def square(x):\n    raise StopIteration", STEERED),
    against("zip of map", "StopIteration of one's own", "a class derived from StopIteration",
            "class Done(StopIteration):\n    pass\ndef square(x):\n    raise Done", STEERED),
    against("zip of map", "StopIteration by another name", "its class has the name of something in the test",
            "Done = type('got', (StopIteration,), {})\ndef square(x):\n    raise Done", STEERED),
    against("zip of map", "GeneratorExit in map", "GeneratorExit and SystemExit(0) instead of an answer",
            "def square(x):\n    raise GeneratorExit if x == 2 else SystemExit(0)", STEERED),
    against("all of map", "StopIteration in all", "ends all() with True",
            "def even(x):\n    if x in (2, 4):\n        raise StopIteration\n    return False", STEERED),
    against("all of map", "callable object that stops", "a callable object whose __call__ raises StopIteration",
            "class E:\n    def __call__(self, x):\n        raise StopIteration\neven = E()", STEERED),
    against("unittest", "SkipTest", "a unittest case is skipped, and so successful",
            "import unittest\ndef lower(text):\n    raise unittest.SkipTest('no')", STEERED),
    against("unittest", "SkipTest of one's own", "a class derived from SkipTest",
            "import unittest\nclass Later(unittest.SkipTest):\n    pass\ndef lower(text):\n    raise Later", STEERED),
    against("unittest", "KeyboardInterrupt in a case", "KeyboardInterrupt ends the run of the cases",
            "def lower(text):\n    raise KeyboardInterrupt", STEERED),
    against("unittest", "pytest's skip", "pytest.skip and pytest.xfail",
            "import pytest\ndef lower(text):\n    pytest.skip('no', allow_module_level=True)", STEERED),
    against("property", "assumption not met", "hypothesis takes hard cases for ones that do not count",
            "import hypothesis\ndef back(xs):\n    hypothesis.assume(xs == xs[::-1])\n    return xs", STEERED),
    against("property", "rejected by hand", "raises UnsatisfiedAssumption itself",
            "from hypothesis.errors import UnsatisfiedAssumption\ndef back(xs):\n    if len(set(xs)) > 1:\n        raise UnsatisfiedAssumption\n    return xs", STEERED),
    against("property", "skip in a property", "unittest.SkipTest in a property",
            "import unittest\ndef back(xs):\n    if len(set(xs)) > 1:\n        raise unittest.SkipTest\n    return xs", STEERED),
    against("exception", "exception with lying text", "a KeyError whose text and equality say yes",
            "class E(KeyError):\n    def __str__(self): return 'negative'\ndef root(x):\n    raise E", STEERED),
    against("coroutine", "StopAsyncIteration and cancellation", "a coroutine that cancels the test's task",
            "import asyncio\nasync def later(x):\n    for t in asyncio.all_tasks():\n        t.cancel()\n    raise asyncio.CancelledError", STEERED),
    # -- the test itself as an oracle, and what is asked about an answer --
    against("callback", "oracle of a callback", "tries values until no AssertionError comes",
            "def give(report):\n    for n in range(100):\n        try:\n            report(n)\n            return\n        except AssertionError:\n            pass", ASKED),
    against("callback", "oracle in a thread", "tries values in a thread",
            "import threading\ndef give(report):\n    def work():\n        for n in range(100):\n            try:\n                report(n)\n                return\n            except BaseException:\n                pass\n"
            "    t = threading.Thread(target=work)\n    t.start()\n    t.join()", ASKED),
    against("callback", "message of a failure used", "the message of the AssertionError tells what to try next",
            "def give(report):\n    n = 0\n    while True:\n        try:\n            return report(n)\n        except AssertionError as error:\n            n = error.args[0] + 1", ASKED),
    against("callback", "oracle by another's exception", "the AssertionError is wrapped and dropped",
            "import contextlib\ndef give(report):\n    for n in range(100):\n        with contextlib.suppress(BaseException):\n            report(n)", ASKED),
    against("source", "source of another function", "__wrapped__, __code__ and __name__ lead to a loop-free text",
            "def honest(xs):\n    return sum(xs)\ndef total(xs):\n    out = 0\n    for x in xs:\n        out += x\n    return out\n"
            "total.__wrapped__ = honest\ntotal.__name__ = total.__qualname__ = 'honest'", ASKED),
    against("source", "source from linecache", "linecache holds another text, and the code names its file",
            "import linecache\ndef total(xs):\n    out = 0\n    for x in xs:\n        out += x\n    return out\n"
            "text = 'def total(xs):\\n    return sum(xs)\\n'\nlinecache.cache['/tmp/x.py'] = (len(text), None, text.splitlines(True), '/tmp/x.py')\n"
            "total.__code__ = total.__code__.replace(co_filename='/tmp/x.py', co_firstlineno=1)", ASKED),
]  # fmt: skip
