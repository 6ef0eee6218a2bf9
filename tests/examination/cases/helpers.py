"""Notebooks with helper files: their classes are one class for the answer and for the test."""

from tests.examination.cases import case

FILES = {
    "shop.py": '''
import functools
from collections import namedtuple
from dataclasses import dataclass, field
from enum import Enum, IntEnum


class Fruit:
    """Something to eat."""

    count = 0

    def __init__(self, name, price=1):
        self.name, self.price, self.seen = name, price, []

    def total(self, n):
        self.seen.append(n)
        return self.price * n

    @property
    def label(self):
        return f"{self.name}: {self.price}"

    def __eq__(self, other):
        return isinstance(other, Fruit) and self.name == other.name

    def __hash__(self):
        return hash(self.name)

    def __add__(self, other):
        return self.price + getattr(other, "price", other)


class Apple(Fruit):
    def __init__(self):
        super().__init__("apple", 3)


class Colour(Enum):
    RED = 1
    GREEN = "g"

    def warm(self):
        return self is Colour.RED


class Level(IntEnum):
    LOW = 1
    HIGH = 5


Pt = namedtuple("Pt", "x y")


@dataclass
class Item:
    name: str
    tags: list = field(default_factory=list)


@dataclass(frozen=True, order=True)
class Version:
    major: int
    minor: int = 0


class Err(Exception):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code


class Deep(Err):
    pass


class Stack(list):
    def __init__(self, *items):
        super().__init__(items)
        self.pushes = 0

    def push(self, item):
        self.pushes += 1
        self.append(item)


class Metres(float):
    def feet(self):
        return self * 3.28


class Word(str):
    def __new__(cls, text, lang="en"):
        word = super().__new__(cls, text)
        word.lang, word.read = lang, 0
        return word

    def loud(self):
        self.read += 1
        return self.upper()

    def __add__(self, other):
        return Word(str(self) + other, self.lang)


class Clock:
    def __init__(self):
        self.now, self.slept = 0.0, []

    def time(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


class Slots:
    __slots__ = ("a", "b")

    def __init__(self, a):
        self.a = a


class Cached:
    @functools.cached_property
    def big(self):
        return 42


RATE = 7


def price_of(fruit):
    return fruit.price


def fail(code):
    raise Deep(code)
''',
    "pkg/__init__.py": "from pkg.inner import Thing\n",
    "pkg/inner.py": "class Thing:\n    def __init__(self, n):\n        self.n = n\n    def twice(self):\n        return self.n * 2\n",
}
ALL = "from shop import *"
CASES = [
    case(
        "a plain class",
        [
            ("own", "import shop\nfrom shop import Fruit, Apple"),
            (
                "solution",
                "def make(name):\n    return Fruit(name, 2)\ndef cost(fruit, n):\n    return fruit.total(n)\n"
                "def same(fruit):\n    return fruit\npear = Fruit('pear')\nKind = Fruit\n"
                "def names(fruits):\n    return [f.name for f in fruits]",
            ),
        ],
        "assert isinstance(pear, Fruit) and type(pear) is Fruit and issubclass(Apple, Fruit)",
        "from shop import Fruit\nassert isinstance(make('fig'), Fruit) and type(make('fig')) is Fruit",
        "import shop\nassert isinstance(pear, shop.Fruit) and pear.__class__ is shop.Fruit and Kind is shop.Fruit",
        "assert make('pear') == pear and pear == Fruit('pear') and pear != Fruit('x') and pear in [Fruit('pear')]",
        "f = Fruit('kiwi', 4)\nassert cost(f, 3) == 12 and f.seen == [3] and same(f) is f",
        "assert cost(Apple(), 2) == 6 and isinstance(same(Apple()), Apple)",
        "assert names([Fruit('a'), Apple()]) == ['a', 'apple'] and pear.label == 'pear: 1'",
        "assert len({pear, Fruit('pear')}) == 1 and {pear: 1}[Fruit('pear')] == 1",
        "assert pear + 2 == 3 and pear + pear == 2",
        "assert make('pear') == Fruit('plum')",
        "assert type(make('x')) is Apple",
    ),
    case(
        "a class derived by the answer",
        [
            ("locked", "from shop import Fruit"),
            (
                "solution",
                "class Banana(Fruit):\n    def __init__(self):\n        super().__init__('banana', 5)\n"
                "    def peel(self):\n        return 'peeled'",
            ),
        ],
        "b = Banana()\nassert isinstance(b, Fruit) and issubclass(Banana, Fruit) and b.total(2) == 10 and b.peel() == 'peeled'",
        "import shop\nassert isinstance(Banana(), shop.Fruit) and shop.price_of(Banana()) == 5 and Banana.__bases__ == (shop.Fruit,)",
        "assert type(Banana()) is Banana and type(Banana()) is not Fruit and Banana().label == 'banana: 5'",
    ),
    case(
        "an Enum",
        [
            ("own", "from shop import Colour, Level"),
            (
                "solution",
                "def mix():\n    return Colour.GREEN\ndef is_red(c):\n    return c is Colour.RED\n"
                "def best():\n    return max(Level)\ndef table():\n    return {Colour.RED: 1, Colour.GREEN: [Level.LOW]}",
            ),
        ],
        "assert mix() is Colour.GREEN and mix() == Colour('g') and isinstance(mix(), Colour)",
        "import shop\nassert mix() is shop.Colour.GREEN and is_red(shop.Colour.RED) and not mix().warm()",
        "assert best() is Level.HIGH and best() == 5 and best() > Level.LOW",
        "assert table() == {Colour.RED: 1, Colour.GREEN: [Level.LOW]} and table()[Colour.RED] == 1",
        "assert mix() is Colour.RED",
    ),
    case(
        "records and dataclasses",
        [
            ("own", ALL),
            (
                "solution",
                "def origin():\n    return Pt(0, 0)\ndef move(p):\n    return p._replace(x=p.x + 1)\n"
                "def item(n):\n    return Item(n, ['new'])\ndef tag(i):\n    i.tags.append('t')\n    return i\n"
                "def newer(v):\n    return Version(v.major + 1)",
            ),
        ],
        "assert origin() == Pt(0, 0) and isinstance(origin(), Pt) and type(move(Pt(1, 2))) is Pt and move(Pt(1, 2)) == (2, 2)",
        "assert item('a') == Item('a', ['new']) and isinstance(item('a'), Item)",
        "i = Item('b')\nassert tag(i) is i and i.tags == ['t']",
        "assert newer(Version(1, 5)) == Version(2) and newer(Version(0)) > Version(0, 9)",
        "import dataclasses\nassert dataclasses.asdict(item('q')) == {'name': 'q', 'tags': ['new']} and repr(item('q')) == \"Item(name='q', tags=['new'])\"",
        "assert item('a') == Item('b', ['new'])",
    ),
    case(
        "exceptions",
        [
            ("own", "from shop import Err, Deep, fail"),
            (
                "solution",
                "def check(n):\n    if n < 0:\n        raise Err(n)\n    if n == 0:\n        raise Deep(7)\n    return n\n"
                "def safe(f):\n    try:\n        f()\n    except Err as e:\n        return e.code\n"
                "class Mine(Err):\n    pass\ndef mine():\n    raise Mine(5)",
            ),
        ],
        "try:\n    check(-1)\nexcept Err as e:\n    assert e.code == -1 and str(e) == 'code -1' and type(e) is Err\nelse:\n    assert False",
        "import pytest, shop\nwith pytest.raises(shop.Deep, match='code 7') as info:\n    check(0)\nassert info.value.code == 7 and isinstance(info.value, Err)",
        "import shop\nassert safe(lambda: shop.fail(3)) == 3",
        "def boom():\n    raise Err(9)\nassert safe(boom) == 9",
        "import unittest\nclass T(unittest.TestCase):\n    def runTest(self):\n        with self.assertRaises(Err):\n            check(-4)\nassert unittest.TextTestRunner().run(T()).wasSuccessful()",
        "try:\n    mine()\nexcept Err as e:\n    assert type(e) is Mine and e.code == 5",
        "try:\n    check(1)\nexcept Err:\n    pass\nelse:\n    assert False",
    ),
    case(
        "classes derived from data",
        [
            ("own", "from shop import Stack, Metres"),
            (
                "solution",
                "def fill(s):\n    s.push(1)\n    s.push(2)\n    return s\ndef empty():\n    return Stack()\n"
                "def long():\n    return Metres(2)\ndef feet(m):\n    return m.feet()",
            ),
        ],
        "s = Stack(0)\nassert fill(s) is s and s == [0, 1, 2] and s.pushes == 2 and isinstance(fill(Stack()), Stack)",
        "e = empty()\nassert type(e) is Stack and e == [] and e.pushes == 0\ne.push(3)\nassert fill(e) == [3, 1, 2] and e.pushes == 3",
        "assert long() == 2 and isinstance(long(), Metres) and round(long().feet(), 2) == 6.56 and feet(Metres(1)) == 3.28",
    ),
    case(
        "classes derived from plain data with attributes of their own",
        [
            ("own", "from shop import Word"),
            (
                "solution",
                "def greet():\n    return Word('salut', 'fr')\ndef language(w):\n    return w.lang\n"
                "def shout(w):\n    return w.loud()\ndef join(a, b):\n    return a + b\ndef relabel(w):\n    w.lang = 'de'",
            ),
        ],
        "assert greet() == 'salut' and greet().lang == 'fr' and type(greet()) is Word",
        "assert language(Word('hi')) == 'en' and language(Word('hola', 'es')) == 'es'",
        "w = Word('hej', 'sv')\nassert shout(w) == 'HEJ' and join(w, '!').lang == 'sv' and type(join(w, '!')) is Word",
        "assert join(w, '?') == 'hej?' and isinstance(join(w, '?'), str)",
        "assert greet().lang == 'en'",
    ),
    case(
        "a fake from the helper",
        [
            ("own", "from shop import Clock, Slots, Cached"),
            (
                "solution",
                "def wait(clock, n):\n    for _ in range(n):\n        clock.sleep(2)\n    return clock.time()\n"
                "def slots(s):\n    s.b = s.a + 1\n    return s\ndef big(c):\n    return c.big",
            ),
        ],
        "c = Clock()\nassert wait(c, 3) == 6 and c.slept == [2, 2, 2] and c.time() == 6.0",
        "s = Slots(1)\nassert slots(s).b == 2 and s.b == 2",
        "k = Cached()\nassert big(k) == 42 and k.big == 42",
        "class Slow(Clock):\n    def sleep(self, s):\n        super().sleep(2 * s)\nassert wait(Slow(), 2) == 8",
    ),
    case(
        "functions and constants",
        [
            ("own", ALL),
            (
                "solution",
                "def dear(f):\n    return price_of(f) * RATE\ndef pick():\n    return price_of",
            ),
        ],
        "assert dear(Fruit('a', 2)) == 14 == price_of(Fruit('a', 2)) * RATE",
        "import shop\nassert pick() is shop.price_of and price_of is shop.price_of and RATE == 7",
    ),
    case(
        "a package",
        [
            ("own", "from pkg.inner import Thing\nimport pkg"),
            ("solution", "def make(n):\n    return Thing(n)\ndef use(t):\n    return t.twice()"),
        ],
        "assert isinstance(make(2), Thing) and make(2).twice() == 4 and use(Thing(5)) == 10",
        "import pkg\nassert type(make(1)) is pkg.Thing is pkg.inner.Thing",
    ),
    case(
        "locked classes",
        [
            (
                "locked",
                "class Bad(Exception):\n    def __init__(self, why, n):\n        super().__init__(f'{why}!')\n        self.n = n\n"
                "class Pile(list):\n    def top(self):\n        return self[-1]\n"
                "class Base:\n    def greet(self):\n        return 'hi ' + self.who()\n    def who(self):\n        return 'base'",
            ),
            (
                "solution",
                "def bad():\n    raise Bad('no', 3)\ndef pile():\n    return Pile([1, 2])\ndef grow(p):\n    p.append(9)\n    return p.top()\n"
                "def catch(f):\n    try:\n        f()\n    except Bad as e:\n        return e.n\ndef greet(b):\n    return b.greet(), isinstance(b, Base)",
            ),
        ],
        "try:\n    bad()\nexcept Bad as e:\n    assert str(e) == 'no!' and e.n == 3",
        "assert pile() == [1, 2] and pile().top() == 2 and type(pile()) is Pile\np = Pile()\nassert grow(p) == 9 and p == [9]",
        "def f():\n    raise Bad('x', 4)\nassert catch(f) == 4",
        "class Sub(Base):\n    def who(self):\n        return 'sub'\nassert greet(Sub()) == ('hi sub', True)",
    ),
]
