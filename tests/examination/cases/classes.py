"""Classes, instances, operators, inheritance."""

from tests.examination.cases import case

DOG = "class Animal:\n    kind = 'animal'\n    def __init__(self, name):\n        self.name = name\n    def speak(self):\n        return '...'\n    def intro(self):\n        return f'{self.name} says {self.speak()}'\nclass Dog(Animal):\n    def speak(self):\n        return 'Woof'"
VECTOR = "class Vector:\n    def __init__(self, x, y):\n        self.x, self.y = x, y\n    def __add__(self, o):\n        return Vector(self.x + o.x, self.y + o.y)\n    def __sub__(self, o):\n        return Vector(self.x - o.x, self.y - o.y)\n    def __mul__(self, k):\n        if isinstance(k, Vector):\n            return self.x * k.x + self.y * k.y\n        return Vector(self.x * k, self.y * k)\n    __rmul__ = __mul__\n    def __eq__(self, o):\n        return isinstance(o, Vector) and (self.x, self.y) == (o.x, o.y)\n    def __hash__(self):\n        return hash((self.x, self.y))\n    def __abs__(self):\n        return (self.x ** 2 + self.y ** 2) ** 0.5\n    def __neg__(self):\n        return Vector(-self.x, -self.y)\n    def __repr__(self):\n        return f'Vector({self.x}, {self.y})'\n    def __bool__(self):\n        return bool(self.x or self.y)\n    def __iter__(self):\n        yield self.x\n        yield self.y\n    def __getitem__(self, i):\n        return (self.x, self.y)[i]\n    def __len__(self):\n        return 2\n    def __iadd__(self, o):\n        self.x += o.x\n        self.y += o.y\n        return self\n    def __lt__(self, o):\n        return abs(self) < abs(o)"
STACK = "class Stack:\n    def __init__(self):\n        self._items = []\n    def push(self, x):\n        self._items.append(x)\n    def pop(self):\n        if not self._items:\n            raise IndexError('empty')\n        return self._items.pop()\n    def __len__(self):\n        return len(self._items)\n    @property\n    def top(self):\n        return self._items[-1]\n    def __contains__(self, x):\n        return x in self._items\n    def __iter__(self):\n        return iter(self._items)"
CASES = [
    case(
        "inherit",
        DOG,
        "d = Dog('Rex')\nassert d.intro() == 'Rex says Woof' and isinstance(d, Animal) and issubclass(Dog, Animal)",
        "assert type(d) is Dog and type(d).__name__ == 'Dog' and d.name == 'Rex'",
        "assert Dog.__bases__ == (Animal,) and Dog.__mro__ == (Dog, Animal, object)",
        "d.name = 'Max'\nassert d.intro() == 'Max says Woof'",
        "assert hasattr(d, 'speak') and not hasattr(d, 'fly') and d.kind == 'animal'",
        "assert d.__dict__ == {'name': 'Max'} and vars(d) == {'name': 'Max'}",
        "assert 'speak' in dir(Dog) and 'speak' in Dog.__dict__ and 'intro' not in Dog.__dict__",
        "assert Dog.speak(d) == 'Woof' and Animal.speak(d) == '...'",
        "assert isinstance(d, Dog) and not isinstance(Animal('x'), Dog)",
        "assert d == Dog('Max')",
        "assert d.__class__ is Dog and d.__class__.__name__ == 'Dog'",
        "class Cat(Animal):\n    def speak(self):\n        return 'Meow'\nassert Cat('Tom').intro() == 'Tom says Meow'\nassert isinstance(Cat('x'), Animal)",
        "class Puppy(Dog):\n    def __init__(self, name, age):\n        super().__init__(name)\n        self.age = age\n    def speak(self):\n        return super().speak() + '!'\np = Puppy('P', 2)\nassert p.age == 2 and p.name == 'P' and p.intro() == 'P says Woof!'",
        "try:\n    Dog()\nexcept TypeError:\n    pass\nelse:\n    assert False",
        "import inspect\nassert inspect.isclass(Dog) and 'name' in inspect.signature(Dog.__init__).parameters",
        "assert list(inspect.signature(Dog).parameters) == ['name']",
        "assert callable(d.speak) and d.speak.__name__ == 'speak'",
    ),
    case(
        "operators",
        VECTOR,
        "a, b = Vector(1, 2), Vector(3, 4)\nassert a + b == Vector(4, 6)\nassert b - a == Vector(2, 2)\nassert a * 3 == Vector(3, 6) == 3 * a\nassert a * b == 11",
        "assert abs(b) == 5 and -a == Vector(-1, -2) and a != b and not (a == b)",
        "assert repr(a) == 'Vector(1, 2)' and str(a) == 'Vector(1, 2)' and f'{a}' == 'Vector(1, 2)'",
        "assert list(a) == [1, 2] and a[0] == 1 and len(a) == 2 and a[-1] == 2",
        "x, y = a\nassert (x, y) == (1, 2)",
        "assert bool(a) and not Vector(0, 0)",
        "assert hash(a) == hash(Vector(1, 2)) and len({a, Vector(1, 2), b}) == 2",
        "assert a < b and sorted([b, a]) == [a, b] and max(a, b) == b",
        "c = a\na += b\nassert a == Vector(4, 6) and a is c",
        "assert sum([Vector(1, 1), Vector(2, 2)], Vector(0, 0)) == Vector(3, 3)",
        "assert a + b == Vector(0, 0)",
        "assert a == b",
        "d = {Vector(1, 1): 'x'}\nassert d[Vector(1, 1)] == 'x'",
        "assert a in [Vector(4, 6)] and [a, b].index(b) == 1",
        "assert (a == 5) is False and a != 'x'",
        "try:\n    a + 1\nexcept AttributeError:\n    pass\nelse:\n    assert False",
    ),
    case(
        "stack",
        STACK,
        "s = Stack()\ns.push(1)\ns.push(2)\nassert len(s) == 2 and s.pop() == 2 and s.top == 1 and 1 in s and 7 not in s",
        "assert list(s) == [1]\ns.pop()\ntry:\n    s.pop()\nexcept IndexError as e:\n    assert str(e) == 'empty'\nelse:\n    assert False",
        "s.push(5)\nassert s._items == [5]\ns._items.append(6)\nassert s.pop() == 6",
        "assert not Stack() and s",
        "try:\n    s.top = 3\nexcept AttributeError:\n    pass\nelse:\n    assert False",
        "import pytest\nwith pytest.raises(IndexError):\n    Stack().pop()",
        "for i in range(100):\n    s.push(i)\nassert len(s) == 101",
    ),
    case(
        "list subclass",
        "class Pile(list):\n    def push(self, x):\n        self.append(x)\n    def top(self):\n        return self[-1]",
        "p = Pile()\np.push(1)\np.push(2)\nassert p == [1, 2] and len(p) == 2 and p.top() == 2 and isinstance(p, list) and isinstance(p, Pile)",
        "p.append(3)\nassert p.top() == 3 and sum(p) == 6 and p[0] == 1 and sorted(p, reverse=True) == [3, 2, 1]",
        "assert p == [9]",
        "p2 = Pile([4])\nassert p2 + [1] == [4, 1] and p2.top() == 4",
    ),
    case(
        "dict subclass",
        "class Lower(dict):\n    def __setitem__(self, k, v):\n        super().__setitem__(k.lower(), v)\n    def __missing__(self, k):\n        return 0",
        "d = Lower()\nd['A'] = 1\nassert d['a'] == 1 and d == {'a': 1} and d['zz'] == 0 and isinstance(d, dict) and list(d) == ['a']",
    ),
    case(
        "float subclass",
        "class Celsius(float):\n    def to_f(self):\n        return self * 9 / 5 + 32",
        "c = Celsius(100)\nassert c == 100 and c.to_f() == 212 and isinstance(c, float) and c + 1 == 101",
    ),
    case(
        "str subclass",
        "class Name(str):\n    def initials(self):\n        return ''.join(w[0] for w in self.split())",
        "n = Name('Ada Lovelace')\nassert n.initials() == 'AL' and n == 'Ada Lovelace' and n.upper() == 'ADA LOVELACE'",
    ),
    case(
        "tuple subclass",
        "class Pair(tuple):\n    def swap(self):\n        return Pair((self[1], self[0]))",
        "p = Pair((1, 2))\nassert p.swap() == (2, 1) and isinstance(p.swap(), Pair) and p[0] == 1",
    ),
    case(
        "property setter",
        "class C:\n    def __init__(self, t):\n        self.t = t\n    @property\n    def t(self):\n        return self._t\n    @t.setter\n    def t(self, v):\n        if v < -273:\n            raise ValueError('cold')\n        self._t = v",
        "c = C(5)\nc.t = 7\nassert c.t == 7\ntry:\n    c.t = -500\nexcept ValueError:\n    pass\nelse:\n    assert False",
        "assert isinstance(C.t, property)",
        "assert isinstance(type(c).__dict__['t'], property)",
    ),
    case(
        "class and static",
        "class P:\n    count = 0\n    def __init__(self):\n        P.count += 1\n    @classmethod\n    def make(cls):\n        return cls()\n    @staticmethod\n    def add(a, b):\n        return a + b",
        "p = P.make()\nassert P.count == 1 and isinstance(p, P) and P.add(1, 2) == 3 and p.add(2, 2) == 4",
        "P.count = 10\nP()\nassert P.count == 11",
    ),
    case(
        "abstract",
        "from abc import ABC, abstractmethod\nclass Shape(ABC):\n    @abstractmethod\n    def area(self): ...\n    def describe(self):\n        return f'area {self.area()}'\nclass Sq(Shape):\n    def __init__(self, s):\n        self.s = s\n    def area(self):\n        return self.s ** 2",
        "assert Sq(3).area() == 9 and isinstance(Sq(1), Shape)\ntry:\n    Shape()\nexcept TypeError:\n    pass\nelse:\n    assert False",
        "class Circle(Shape):\n    def area(self):\n        return 3\nassert Circle().describe() == 'area 3'",
        "from abc import ABC\nassert issubclass(Shape, ABC)",
        "class Bad(Shape):\n    pass\ntry:\n    Bad()\nexcept TypeError:\n    pass\nelse:\n    assert False",
        "import inspect\nassert inspect.isabstract(Shape)",
        "assert Shape.__abstractmethods__ == {'area'}",
    ),
    case(
        "dataclass",
        "from dataclasses import dataclass, field\n@dataclass(order=True)\nclass Item:\n    name: str\n    price: float = 0.0\n    tags: list = field(default_factory=list)",
        "i = Item('a', 2.0)\nassert i.name == 'a' and i == Item('a', 2.0) and repr(i) == \"Item(name='a', price=2.0, tags=[])\"",
        "import dataclasses\nassert dataclasses.is_dataclass(Item) and [f.name for f in dataclasses.fields(Item)] == ['name', 'price', 'tags']",
        "assert dataclasses.asdict(i) == {'name': 'a', 'price': 2.0, 'tags': []}",
        "assert Item('a') < Item('b')\ni.tags.append('x')\nassert i.tags == ['x'] and Item('q').tags == []",
        "assert Item.__annotations__['name'] is str",
    ),
    case(
        "frozen dataclass",
        "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass P:\n    x: int",
        "from dataclasses import FrozenInstanceError\np = P(1)\ntry:\n    p.x = 2\nexcept FrozenInstanceError:\n    pass\nelse:\n    assert False\nassert hash(P(1)) == hash(p)",
    ),
    case(
        "enum",
        "from enum import Enum, IntEnum\nclass Color(Enum):\n    RED = 1\n    BLUE = 2\n    def nice(self):\n        return self.name.title()\nclass Level(IntEnum):\n    LOW = 1\n    HIGH = 3\ndef best():\n    return Color.BLUE",
        "assert Color.RED.value == 1 and Color(2) is Color.BLUE and best() is Color.BLUE and best() == Color.BLUE and [c.name for c in Color] == ['RED', 'BLUE']",
        "from enum import Enum\nassert isinstance(best(), Color) and issubclass(Color, Enum) and Color['RED'].nice() == 'Red'",
        "assert Level.HIGH > Level.LOW and Level.HIGH == 3 and len(Color) == 2",
    ),
    case(
        "iterator class",
        "class Down:\n    def __init__(self, n):\n        self.n = n\n    def __iter__(self):\n        return self\n    def __next__(self):\n        if self.n == 0:\n            raise StopIteration\n        self.n -= 1\n        return self.n + 1",
        "assert list(Down(3)) == [3, 2, 1]\nd = Down(1)\nassert iter(d) is d and next(d) == 1",
        "from collections.abc import Iterator, Iterable\nassert isinstance(Down(1), Iterator) and isinstance(Down(1), Iterable)",
        "assert hasattr(Down, '__iter__') and hasattr(Down(1), '__next__')",
    ),
    case(
        "context manager",
        "class CM:\n    def __init__(self):\n        self.log = []\n    def __enter__(self):\n        self.log.append('in')\n        return self\n    def __exit__(self, t, v, tb):\n        self.log.append(t.__name__ if t else 'out')\n        return t is ValueError",
        "with CM() as c:\n    pass\nassert c.log == ['in', 'out']\nwith c:\n    raise ValueError\nassert c.log[-1] == 'ValueError'\ntry:\n    with c:\n        raise KeyError\nexcept KeyError:\n    pass\nelse:\n    assert False",
    ),
    case(
        "contextmanager",
        "from contextlib import contextmanager\n@contextmanager\ndef cm(log):\n    log.append(1)\n    try:\n        yield 5\n    finally:\n        log.append(2)",
        "log = []\nwith cm(log) as v:\n    assert v == 5 and log == [1]\nassert log == [1, 2]",
    ),
    case(
        "callable class",
        "class Adder:\n    def __init__(self, n):\n        self.n = n\n    def __call__(self, x):\n        return x + self.n",
        "a = Adder(2)\nassert a(3) == 5 and callable(a) and list(map(a, [1])) == [3]",
    ),
    case(
        "getattr class",
        "class R:\n    def __getattr__(self, n):\n        if n.startswith('x'):\n            return n.upper()\n        raise AttributeError(n)",
        "r = R()\nassert r.xa == 'XA' and not hasattr(r, 'b')",
    ),
    case(
        "slots",
        "class S:\n    __slots__ = ('a',)\n    def __init__(self):\n        self.a = 1",
        "s = S()\nassert s.a == 1 and S.__slots__ == ('a',) and not hasattr(s, '__dict__')\ntry:\n    s.b = 2\nexcept AttributeError:\n    pass\nelse:\n    assert False",
    ),
    case(
        "linked list",
        "class Node:\n    def __init__(self, v, nxt=None):\n        self.v, self.next = v, nxt\nclass L:\n    def __init__(self):\n        self.head = None\n    def add(self, v):\n        self.head = Node(v, self.head)",
        "l = L()\nfor i in range(3):\n    l.add(i)\nassert l.head.v == 2 and l.head.next.next.v == 0 and l.head.next.next.next is None",
        "n = Node(1)\nn.next = Node(2)\nassert n.next.v == 2\nassert n.next.next is None",
        "l.head.next = n\nassert l.head.next is n and l.head.next.v == 1",
    ),
    case(
        "locked node",
        [
            (
                "locked",
                "class Node:\n    def __init__(self, v, nxt=None):\n        self.v, self.next = v, nxt\ndef to_list(n):\n    out = []\n    while n:\n        out.append(n.v)\n        n = n.next\n    return out",
            ),
            (
                "solution",
                "def reverse(n):\n    prev = None\n    while n:\n        n.next, prev, n = prev, n, n.next\n    return prev\ndef build(xs):\n    h = None\n    for x in reversed(xs):\n        h = Node(x, h)\n    return h",
            ),
        ],
        "assert to_list(reverse(Node(1, Node(2, Node(3))))) == [3, 2, 1]",
        "assert isinstance(build([1]), Node) and to_list(build([4, 5])) == [4, 5]",
        "n = Node(1, Node(2))\nm = reverse(n)\nassert n.next is None and m.next is n",
        "assert to_list(reverse(build(range(200))))[0] == 199",
    ),
    case(
        "bst",
        "class T:\n    def __init__(self, v):\n        self.v, self.l, self.r = v, None, None\n    def add(self, v):\n        s = 'l' if v < self.v else 'r'\n        k = getattr(self, s)\n        if k:\n            k.add(v)\n        else:\n            setattr(self, s, T(v))\n    def walk(self):\n        if self.l:\n            yield from self.l.walk()\n        yield self.v\n        if self.r:\n            yield from self.r.walk()",
        "t = T(5)\nfor x in [3, 8, 1]:\n    t.add(x)\nassert list(t.walk()) == [1, 3, 5, 8] and t.l.l.v == 1",
    ),
    case(
        "instances in lists",
        DOG,
        "ds = [Dog(str(i)) for i in range(5)]\nassert [d.name for d in ds] == list('01234') and len({id(d) for d in ds}) == 5\nassert all(isinstance(d, Dog) for d in ds)",
    ),
    case(
        "factory",
        DOG + "\ndef make(n):\n    return [Dog('a') for _ in range(n)]",
        "xs = make(3)\nassert len(xs) == 3 and xs[0].speak() == 'Woof'\nassert xs[0] is not xs[1]",
    ),
    case(
        "composition",
        "class Engine:\n    def __init__(self):\n        self.on = False\nclass Car:\n    def __init__(self, e):\n        self.engine = e\n    def start(self):\n        self.engine.on = True",
        "e = Engine()\nc = Car(e)\nc.start()\nassert e.on and c.engine is e\nc.engine.on = False\nassert not e.on",
    ),
    case(
        "board",
        "class Game:\n    def __init__(self):\n        self.board = [[' '] * 3 for _ in range(3)]\n    def win(self):\n        return any(len(set(r)) == 1 and r[0] != ' ' for r in self.board)",
        "g = Game()\ng.board[0] = ['X'] * 3\nassert g.win()\ng = Game()\ng.board[1][0] = g.board[1][1] = g.board[1][2] = 'O'\nassert g.win()\ng.board[1][0] = ' '\nassert not g.win()",
    ),
    case(
        "bank",
        "class Account:\n    def __init__(self, owner, balance=0):\n        self.owner, self.balance, self.history = owner, balance, []\n    def deposit(self, n):\n        if n <= 0:\n            raise ValueError('bad')\n        self.balance += n\n        self.history.append(('d', n))\n    def transfer(self, other, n):\n        self.balance -= n\n        other.balance += n",
        "a, b = Account('a', 10), Account('b')\na.transfer(b, 4)\nassert (a.balance, b.balance) == (6, 4)\na.deposit(1)\nassert a.history == [('d', 1)]\na.balance += 5\nassert a.balance == 12",
        "assert vars(b) == {'owner': 'b', 'balance': 4, 'history': []}",
    ),
    case(
        "multiple inheritance",
        "class A:\n    def who(self):\n        return 'A'\nclass B(A):\n    def who(self):\n        return 'B' + super().who()\nclass C(A):\n    def who(self):\n        return 'C' + super().who()\nclass D(B, C):\n    pass",
        "assert D().who() == 'BCA' and [k.__name__ for k in D.__mro__] == ['D', 'B', 'C', 'A', 'object'] and D.mro()[0] is D",
    ),
    case(
        "eq without hash",
        "class E:\n    def __eq__(self, o):\n        return True",
        "try:\n    hash(E())\nexcept TypeError:\n    pass\nelse:\n    assert False",
    ),
    case(
        "default eq",
        "class E:\n    pass",
        "a = E()\nassert a == a and a != E() and a in [a] and hash(a) == hash(a)",
    ),
    case(
        "total ordering",
        "from functools import total_ordering\n@total_ordering\nclass V:\n    def __init__(self, n):\n        self.n = n\n    def __eq__(self, o):\n        return self.n == o.n\n    def __lt__(self, o):\n        return self.n < o.n",
        "assert V(1) <= V(2) and V(3) > V(2) and V(1) >= V(1) and sorted([V(2), V(1)])[0].n == 1",
    ),
    case(
        "repr only",
        "class R:\n    def __repr__(self):\n        return 'R!'",
        "assert repr(R()) == 'R!' and str(R()) == 'R!' and f'{R()!r}' == 'R!' and str([R()]) == '[R!]'",
    ),
    case(
        "format spec",
        "class M:\n    def __format__(self, s):\n        return 'M' + s",
        "assert f'{M():x}' == 'Mx' and format(M(), '') == 'M'",
    ),
    case(
        "int float dunder",
        "class N:\n    def __int__(self):\n        return 3\n    def __float__(self):\n        return 2.5\n    def __index__(self):\n        return 1",
        "assert int(N()) == 3 and float(N()) == 2.5 and [5, 6][N()] == 6",
    ),
    case(
        "copy",
        "class K:\n    def __init__(self):\n        self.x = [1]",
        "import copy\nk = K()\nc = copy.deepcopy(k)\nc.x.append(2)\nassert k.x == [1] and c.x == [1, 2]\ns = copy.copy(k)\ns.x.append(9)\nassert k.x == [1, 9]",
    ),
    case(
        "matrix",
        "class M:\n    def __init__(self, rows):\n        self.rows = rows\n    def __getitem__(self, ij):\n        i, j = ij\n        return self.rows[i][j]\n    def __setitem__(self, ij, v):\n        self.rows[ij[0]][ij[1]] = v\n    def __matmul__(self, o):\n        return M([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])\n    def __eq__(self, o):\n        return self.rows == o.rows\n    def T(self):\n        return M([list(c) for c in zip(*self.rows)])",
        "m = M([[1, 2], [3, 4]])\nassert m[1, 0] == 3\nm[0, 0] = 5\nassert m.rows == [[5, 2], [3, 4]] and (m @ M([[1, 0], [0, 1]])) == m and m.T().rows == [[5, 3], [2, 4]]",
    ),
    case(
        "singleton",
        "class S:\n    _i = None\n    def __new__(cls):\n        if cls._i is None:\n            cls._i = super().__new__(cls)\n        return cls._i",
        "assert S() is S()",
    ),
    case(
        "class decorator in test",
        DOG,
        "from functools import wraps\nd = Dog('x')\nd.extra = 5\nassert d.extra == 5\ndel d.extra\nassert not hasattr(d, 'extra')",
        "setattr(d, 'name', 'q')\nassert getattr(d, 'name') == 'q' and getattr(d, 'nope', 3) == 3",
    ),
    case(
        "patch object",
        "class Svc:\n    def fetch(self):\n        return 'real'\n    def show(self):\n        return self.fetch().upper()",
        "from unittest.mock import patch\ns = Svc()\nwith patch.object(Svc, 'fetch', return_value='fake'):\n    assert s.show() == 'FAKE'\nassert s.show() == 'REAL'",
        "from unittest.mock import MagicMock\ns.fetch = MagicMock(return_value='m')\nassert s.show() == 'M'\ns.fetch.assert_called_once()",
    ),
    case(
        "observer",
        "class Subject:\n    def __init__(self):\n        self.obs = []\n    def attach(self, o):\n        self.obs.append(o)\n    def fire(self, e):\n        for o in self.obs:\n            o(e)",
        "got = []\ns = Subject()\ns.attach(got.append)\ns.attach(lambda e: got.append(e * 2))\ns.fire(3)\nassert got == [3, 6]",
    ),
    case(
        "duck",
        "def talk(x):\n    return x.speak() + '!'",
        "class Duck:\n    def speak(self):\n        return 'Quack'\nassert talk(Duck()) == 'Quack!'",
    ),
    case(
        "mock argument",
        "def notify(m, who):\n    for w in who:\n        m.send(w, urgent=True)",
        "from unittest.mock import Mock\nm = Mock()\nnotify(m, ['a', 'b'])\nassert m.send.call_count == 2\nm.send.assert_called_with('b', urgent=True)",
    ),
    case(
        "dataclass argument",
        "def area(r):\n    return r.w * r.h",
        "from dataclasses import dataclass\n@dataclass\nclass R:\n    w: int\n    h: int\nassert area(R(2, 3)) == 6",
    ),
    case(
        "namespace argument",
        "def f(o):\n    o.n += 1\n    return o.n",
        "from types import SimpleNamespace\no = SimpleNamespace(n=1)\nassert f(o) == 2 and o.n == 2",
    ),
    case(
        "namedtuple argument",
        "def f(p):\n    return p.x + p[1]",
        "from collections import namedtuple\nP = namedtuple('P', 'x y')\nassert f(P(1, 2)) == 3",
    ),
    case(
        "method chain",
        "class Q:\n    def __init__(self):\n        self.p = []\n    def add(self, x):\n        self.p.append(x)\n        return self\n    def build(self):\n        return ' '.join(self.p)",
        "q = Q()\nassert q.add('a').add('b').build() == 'a b' and q.add('c') is q",
    ),
    case(
        "class attrs listing",
        DOG,
        "assert [n for n in vars(Dog) if not n.startswith('_')] == ['speak']",
        "assert Dog.__name__ == 'Dog' and Dog.__module__ == '__main__' and isinstance(Dog, type)",
        "assert str(Dog) == \"<class '__main__.Dog'>\"",
    ),
    case(
        "generic",
        "from typing import Generic, TypeVar\nT = TypeVar('T')\nclass Box(Generic[T]):\n    def __init__(self, v: T):\n        self.v = v",
        "b = Box(3)\nassert b.v == 3 and isinstance(b, Box)\nassert Box[int](4).v == 4",
    ),
    case(
        "mapping abc",
        "from collections.abc import Mapping\nclass Ro(Mapping):\n    def __init__(self, d):\n        self.d = d\n    def __getitem__(self, k):\n        return self.d[k]\n    def __iter__(self):\n        return iter(self.d)\n    def __len__(self):\n        return len(self.d)",
        "from collections.abc import Mapping\nr = Ro({'a': 1})\nassert isinstance(r, Mapping) and r['a'] == 1 and dict(r) == {'a': 1} and list(r.items()) == [('a', 1)] and r.get('z') is None and 'a' in r",
    ),
    case(
        "descriptor in solution",
        "class Pos:\n    def __set_name__(self, o, n):\n        self.n = '_' + n\n    def __get__(self, o, t=None):\n        return getattr(o, self.n)\n    def __set__(self, o, v):\n        if v < 0:\n            raise ValueError\n        setattr(o, self.n, v)\nclass P:\n    x = Pos()\n    def __init__(self, x):\n        self.x = x",
        "p = P(3)\nassert p.x == 3\ntry:\n    p.x = -1\nexcept ValueError:\n    pass\nelse:\n    assert False",
    ),
    case(
        "metaclass",
        "class Meta(type):\n    reg = []\n    def __new__(m, n, b, d):\n        c = super().__new__(m, n, b, d)\n        m.reg.append(n)\n        return c\nclass A(metaclass=Meta):\n    pass",
        "assert Meta.reg == ['A'] and isinstance(A(), A)",
    ),
    case(
        "a test's own nodes",
        "def inorder(n):\n    return [] if n is None else inorder(n.left) + [n.val] + inorder(n.right)\n"
        "def grow(n, v):\n    if n.left is None:\n        n.left = n.__class__(v)\n    n.val += 1\n    return n",
        "class Node:\n    def __init__(self, val, left=None, right=None):\n        self.val, self.left, self.right = val, left, right\nassert inorder(Node(2, Node(1), Node(3))) == [1, 2, 3]",
        "assert inorder(Node(2, None, Node(3))) == [3, 2]",
        "r = Node(5)\nr.val = 6\nassert inorder(r) == [6]",
    ),
    case(
        "objects that a test has made go on computing",
        "class Node:\n    def __init__(self, data, parents=()):\n        self.data, self.parents, self.grad = data, parents, 0.0\n        self.back = lambda: None\n"
        "    def _of(self, x):\n        return x if isinstance(x, Node) else Node(x)\n"
        "    def __add__(self, x):\n        x = self._of(x)\n        out = Node(self.data + x.data, (self, x))\n"
        "        def back():\n            self.grad += out.grad\n            x.grad += out.grad\n        out.back = back\n        return out\n"
        "    __radd__ = __add__\n"
        "    def __mul__(self, x):\n        x = self._of(x)\n        out = Node(self.data * x.data, (self, x))\n"
        "        def back():\n            self.grad += x.data * out.grad\n            x.grad += self.data * out.grad\n        out.back = back\n        return out\n"
        "    def relu(self):\n        return self * (self.data > 0)\n"
        "    def backward(self):\n        order, seen = [], set()\n        def walk(n):\n            if id(n) not in seen:\n                seen.add(id(n))\n                for p in n.parents:\n                    walk(p)\n                order.append(n)\n"
        "        walk(self)\n        self.grad = 1.0\n        for n in reversed(order):\n            n.back()",
        "a, b = Node(2.0), Node(-3.0)\nc = (a * b + 10 + a).relu()\nc.backward()\nassert c.data == 6.0 and (a.grad, b.grad) == (-2.0, 2.0)",
        "d = 1 + Node(2) * 3\nd.backward()\nassert abs(d.data - 7) < 1e-9 and d.grad == 1.0 and round(d.data / 2, 1) == 3.5",
        "assert (Node(2) * 3).relu().data == 5",
        "assert abs((Node(2) + 1).data - 4) < 1e-6",
    ),
    case(
        "rationals",
        "from math import gcd\nclass Ratio:\n    def __init__(self, n, d=1):\n        g = gcd(n, d)\n        self.n, self.d = n // g, d // g\n"
        "    def __add__(self, o):\n        return Ratio(self.n * o.d + o.n * self.d, self.d * o.d)\n"
        "    def __mul__(self, o):\n        o = Ratio(o) if isinstance(o, int) else o\n        return Ratio(self.n * o.n, self.d * o.d)\n"
        "    def __eq__(self, o):\n        o = Ratio(o) if isinstance(o, int) else o\n        return (self.n, self.d) == (o.n, o.d)\n"
        "    def __float__(self):\n        return self.n / self.d\n    def __str__(self):\n        return f'{self.n}/{self.d}'\n"
        "    @classmethod\n    def parse(cls, text):\n        return cls(*map(int, text.split('/')))\n"
        "    @property\n    def inverse(self):\n        return Ratio(self.d, self.n)",
        "assert str(Ratio(1, 2) + Ratio(1, 3)) == '5/6' and Ratio(1, 2) + Ratio(1, 2) == Ratio(1)",
        "assert Ratio(2, 4) * 2 == 1 and not Ratio(2, 4) * 2 == 3",
        "r = Ratio.parse('6/8')\nassert (r.n, r.d) == (3, 4) and float(r + r) == 1.5 and str(r.inverse.inverse) == '3/4'",
        "assert r.inverse == Ratio(3, 4)",
        "assert abs(float(r * Ratio(1, 3)) - 0.25) < 1e-9",
        "assert abs(float(r * Ratio(1, 3)) - 0.26) < 1e-9",
    ),
    case(
        "a context manager around a test that fails",
        "from contextlib import contextmanager\nlog = []\n@contextmanager\ndef noted(name):\n    log.append('in ' + name)\n    try:\n        yield name\n    except KeyError:\n        log.append('key')\n    finally:\n        log.append('out')",
        "with noted('a') as n:\n    raise KeyError('x')\nassert n == 'a' and log == ['in a', 'key', 'out']",
        "try:\n    with noted('b'):\n        raise ValueError('y')\nexcept ValueError:\n    pass\nassert log[-2:] == ['in b', 'out']",
        "with noted('c'):\n    raise ValueError('z')",
        "with noted('d'):\n    assert log == []",
    ),
    case(
        "what a function closes over",
        "def counter(start):\n    n = start\n    def step():\n        nonlocal n\n        n += 1\n        return n\n    return step\ndef plain():\n    return 1",
        "c = counter(4)\nassert c.__closure__ is not None and len(c.__closure__) == 1 and c() == 5",
        "assert c.__closure__[0].cell_contents == 5",
        "assert plain.__closure__ is not None",
    ),
    case(
        "a group of exceptions of the answer's own class",
        "class Many(ExceptionGroup):\n    def derive(self, errors):\n        return Many(self.message, errors)\ndef f():\n    raise Many('two', [ValueError('a'), KeyError('b')])",
        "try:\n    f()\nexcept* ValueError as e:\n    assert len(e.exceptions) == 1 and e.message == 'two'\nexcept* KeyError:\n    pass",
        "import pytest\nwith pytest.raises(Many, match='two') as caught:\n    f()\nassert [type(e) for e in caught.value.exceptions] == [ValueError, KeyError]",
    ),
]
