"""Network, floods, memory, CPU, disk and processes: what a program may use of the machine.

The system's refusals one by one are in test_attacks_system.py.
"""

from tests.grading.attacks import Attack

ATTACKS = [
    Attack(
        name="loopback",
        family="network",
        number=19,
        tried="asks a server on this machine for answers",
        unsafe="would knock at this machine's doors",
        first="""
        import socket
        for port in (22, 80, 8000, 8888):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=0.2)
                print("connected", port)
            except OSError as error:
                print(type(error).__name__)
        """,
    ),
    Attack(
        name="fetch answers",
        family="network",
        number=19,
        tried="asks a name server and an address outside",
        unsafe="would use the network",
        first="""
        import socket, urllib.request
        try:
            print(socket.getaddrinfo("example.org", 80))
            print(urllib.request.urlopen("http://192.0.2.1/", timeout=1).read())
        except OSError as error:
            print(type(error).__name__)
        """,
    ),
    Attack(
        name="150 lines of 1 MB",
        family="output floods",
        number=15,
        tried="floods the autograded notebook below LimitOutput's number of lines",
        first="""
        for n in range(30):
            print("x" * 1_000_000)
        """,
    ),
    Attack(
        name="displays without end",
        family="output floods",
        tried="20,000 displays, clear_output and huge HTML",
        first="""
        from IPython.display import HTML, display
        for n in range(2000):
            display(HTML("<p>" * 100))
        """,
    ),
    Attack(
        name="flood in a message",
        family="output floods",
        tried="an exception with a message of 20 MB in a test",
        answers=(
            "def double(n):\n    raise ValueError('x' * 20_000_000)",
            "def total(numbers):\n    return 'x' * 20_000_000",
        ),
    ),
    Attack(
        name="memory",
        family="memory",
        tried="takes all memory",
        unsafe="would take this machine's memory",
        first="""
        kept = []
        while True:
            kept.append(bytearray(64 << 20))
        """,
    ),
    Attack(
        name="spin",
        family="CPU",
        tried="spins until the time is up, in a test",
        answers=(
            "def double(n):\n    while True:\n        pass",
            "def total(numbers):\n    return 0",
        ),
    ),
    Attack(
        name="one call of C",
        family="CPU",
        tried="a call that Python cannot interrupt",
        answers=(
            "def double(n):\n    return len(str(7 ** (10 ** 8)))",
            "def total(numbers):\n    return 0",
        ),
        unsafe="holds a kernel for minutes",
    ),
    Attack(
        name="disk",
        family="disk",
        number=19,
        tried="fills the disk",
        first="""
        for n in range(10_000):
            open(f"f{n}", "wb").write(bytes(1 << 20))
        """,
        unsafe="would fill this machine's disk",
    ),
    Attack(
        name="fork bomb",
        family="fork bombs",
        number=19,
        tried="forks without end",
        first="""
        import os
        while True:
            try:
                os.fork()
            except OSError:
                pass
        """,
        unsafe="would stop this machine",
    ),
]
