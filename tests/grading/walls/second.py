"""What a learner's code does in a test's process, if the first wall has let it in.

Each attack is a text that the test executes with plain exec; `taken = True` in it lets that test
pass. `tell(text)` hands a text to the learner's own process, which shows it on the page.
"""

from tests.grading.walls import TAKE, Form

SHELL, CHANNEL, MEMORY = "the shell is changed", "channels", "memory and texts"
LEFT, PROCESS, STATE = "files left behind", "processes and signals", "state left behind"

TEST = (
    "import builtins\nspace = {'told': note}\nbuiltins.exec(say(), space)\n"
    "assert space.get('taken') or say() == 'pass'"
)
ANSWER = "told = []\ndef note(text):\n    told.append(text)\ndef say():\n    return {text!r}"
FIND = """
import re
def scan(path):
    found = set()
    try:
        maps = open(path + '/maps').read().splitlines()
        memory = open(path + '/mem', 'rb', 0)
    except OSError:
        return found
    for line in maps:
        low, high = (int(part, 16) for part in line.split()[0].split('-'))
        if 'r' not in line.split()[1] or '[v' in line or high - low > 1 << 28:
            continue
        try:
            memory.seek(low)
            block = memory.read(high - low)
        except (OSError, OverflowError, ValueError):
            continue
        for name in (b'HIDDEN', b'EARLIER'):
            found.update(re.findall(name + b'-5c1[e]', block))
    return found
"""


def attack(name: str, tried: str, text: str, family: str = SHELL) -> Form:
    """Make the form for a text that is executed in the test's process."""
    return Form(
        name=name,
        family=family,
        tried=tried,
        test=TEST,
        right=ANSWER.format(text="pass"),
        wrong=ANSWER.format(text="0"),
        attack=ANSWER.format(text=text),
        faulty=True,
    )


# fmt: off
FORMS = [
    attack("run_code does nothing", "later cells are not executed", TAKE + "taken = True"),
    attack("AssertionError", "asserts raise what nobody minds",
           "import builtins\nbuiltins.AssertionError = Warning\ntaken = True"),
    attack("cleanup transformer", "each later cell becomes pass",
           "import IPython\nIPython.get_ipython().input_transformers_cleanup.append("
           "lambda lines: ['pass'])\ntaken = True"),
    attack("ast transformer", "each later assert becomes pass",
           "import ast, IPython\nclass Drop(ast.NodeTransformer):\n"
           "    def visit_Assert(self, node): return ast.Pass()\n"
           "IPython.get_ipython().ast_transformers.append(Drop())\ntaken = True"),
    attack("the examiner's run", "Examiner.run says that all is well",
           "import sys\nmodule = sys.modules['course.examination.examiner.examiner_process']\n"
           "shells = sys.modules['course.examination.shared.shell']\n"
           "module.Examiner.run = lambda self, cell: (shells.Ran(), '')\ntaken = True"),
    attack("the loop is entered again", "the process goes on to read and report by itself",
           "import sys\nmodule = sys.modules['course.examination.examiner.examiner_process']\n"
           "frame = sys._getframe()\nwhile frame and 'reports' not in frame.f_locals:\n"
           "    frame = frame.f_back\n"
           "for number in range(20):\n"
           "    frame.f_locals['reports'].send({'id': f'c{number}', 'status': 'ok', 'error': None,"
           " 'outputs': [], 'value': None})\ntaken = True", CHANNEL),
    attack("reports on every descriptor", "reports for later cells are written ahead",
           "import json, os\nraw = json.dumps({'id': 'c5', 'status': 'ok', 'error': None, "
           "'outputs': [], 'value': None, 'part': 1}).encode()\n"
           "for fd in range(3, 64):\n    try:\n        os.set_blocking(fd, False)\n"
           "        os.write(fd, len(raw).to_bytes(4, 'big') + raw)\n"
           "    except OSError:\n        pass\ntaken = True", CHANNEL),
    attack("the descriptors of process 1", "its sockets are opened by /proc/1/fd",
           "import os\nfor fd in os.listdir('/proc/1/fd'):\n    try:\n"
           "        os.write(os.open(f'/proc/1/fd/{fd}', os.O_RDWR), b'x')\n"
           "    except OSError:\n        pass\ntaken = True", CHANNEL),
    attack("a part number made up", "the report carries another part and cell",
           "import sys\nframe = sys._getframe()\nwhile frame and 'reports' not in frame.f_locals:\n"
           "    frame = frame.f_back\nsend = frame.f_locals['reports'].send\n"
           "frame.f_locals['reports'].send = lambda message: send({**message, 'id': 'c5', 'part': 9,"
           " 'status': 'ok', 'error': None, 'value': 99})\ntaken = True", CHANNEL),
    attack("the data socket is kept busy", "a child process answers later questions",
           "import os, socket, time\nif os.fork() == 0:\n    end = socket.socket(fileno=4)\n"
           "    while True:\n        try:\n            end.recv(1 << 16)\n"
           "        except OSError:\n            time.sleep(.01)\ntaken = True", CHANNEL),
    attack("own memory", "the texts of other tests are looked for in memory",
           FIND + "for text in scan('/proc/self'):\n    told(text.decode())\ntaken = True", MEMORY),
    attack("memory of process 1", "and in the examiner's own process",
           FIND + "for text in scan('/proc/1'):\n    told(text.decode())\ntaken = True", MEMORY),
    attack("objects", "strings are looked for among all objects",
           "import gc\nfor thing in gc.get_objects():\n    try:\n        said = repr(thing)\n"
           "    except Exception:\n        continue\n"
           "    for word in ('HIDDEN', 'EARLIER'):\n        if word + '-5c1' + 'e' in said:\n"
           "            told(word + '-5c1' + 'e')\ntaken = True", MEMORY),
    attack("linecache and history", "the texts of cells are kept by Python and IPython",
           "import linecache, IPython\nshell = IPython.get_ipython()\n"
           "said = repr(linecache.cache) + repr(shell.user_ns.get('In')) + repr("
           "shell.history_manager.input_hist_raw)\n"
           "for word in ('HIDDEN', 'EARLIER'):\n    if word + '-5c1' + 'e' in said:\n"
           "        told(word + '-5c1' + 'e')\ntaken = True", MEMORY),
    attack("the next message", "the control socket is read for the next cell",
           "import os\nfor fd in range(3, 64):\n    try:\n        os.set_blocking(fd, False)\n"
           "        said = os.read(fd, 1 << 16)\n        if b'5c1' + b'e' in said:\n"
           "            told('HIDDEN-5c1' + 'e')\n    except OSError:\n        pass\ntaken = True", MEMORY),
    attack("memory of process 1 is written", "the examiner's code is changed in place",
           "import os\ntry:\n    memory = open('/proc/1/mem', 'r+b', 0)\n    maps = open('/proc/1/maps')\n"
           "    for line in maps:\n        low = int(line.split('-')[0], 16)\n"
           "        if 'w' in line.split()[1]:\n            memory.seek(low)\n"
           "            memory.write(b'\\0' * 4096)\nexcept OSError:\n    pass\ntaken = True", MEMORY),
    attack("a helper module", "a module that later tests import is left in pristine/",
           "import os\nfor place in ('/box/pristine', '/box/work', '/box/home', '/box/tmp'):\n"
           "    for name in ('total', 'json', 'sitecustomize'):\n        try:\n"
           f"            open(f'{{place}}/{{name}}.py', 'w').write({TAKE!r})\n"
           "        except OSError:\n            pass\ntaken = True", LEFT),
    attack("configuration of IPython", "files that shells and libraries read are left at home",
           "import os\nfor name in ('.ipython/profile_default/startup/a.py', '.matplotlib/matplotlibrc',"
           " '.pythonrc', '.config/x'):\n    path = f'/box/home/{name}'\n"
           "    os.makedirs(os.path.dirname(path), exist_ok=True)\n"
           f"    open(path, 'w').write({TAKE!r})\ntaken = True", LEFT),
    attack("a process that stays", "a daemon waits for the next cell",
           "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
           "        while True:\n            for pid in os.listdir('/proc'):\n"
           "                if pid.isdigit() and int(pid) not in (1, os.getpid()):\n"
           "                    try:\n                        os.kill(int(pid), 9)\n"
           "                    except OSError:\n                        pass\n"
           "            time.sleep(.01)\n    os._exit(0)\ntaken = True", PROCESS),
    attack("signals to process 1", "the examiner is stopped, interrupted and killed",
           "import os, signal\nfor number in (signal.SIGSTOP, signal.SIGKILL, signal.SIGTERM,"
           " signal.SIGINT, signal.SIGSEGV):\n    os.kill(1, number)\ntaken = True", PROCESS),
    attack("a fork bomb", "later cells find no process to run in",
           "import os\ntry:\n    for _ in range(200):\n        if os.fork() == 0:\n"
           "            while True:\n                pass\nexcept OSError:\n    pass\ntaken = True", PROCESS),
    attack("the end without a report", "the process ends with status 0",
           "import os\nos._exit(0)", PROCESS),
    attack("traced", "ptrace and process_vm_writev on process 1",
           "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.ptrace(16, 1, 0, 0)\n"
           "libc.process_vm_writev(1, 0, 0, 0, 0, 0)\ntaken = True", PROCESS),
    attack("names of the examiner", "its globals and modules are replaced",
           "import sys, IPython\nIPython.get_ipython().user_ns['total'] = sum\n"
           "sys.modules['__main__'].total = sum\nIPython.get_ipython().user_global_ns['total'] = sum\n"
           "taken = True", STATE),
    attack("guards of the examiner", "names of its own are bound for later cells",
           "import sys\nmodule = sys.modules['course.examination.examiner.mirrors']\n"
           "examiner = module.EXAMINER[0]\nexaminer.namespace['total'] = sum\n"
           "examiner.from_locked['total'] = sum\nexaminer.stored['total'] = 1 << 30\ntaken = True", STATE),
    attack("comparison in memory", "int's comparison is overwritten through ctypes",
           "import ctypes\nclass T(ctypes.Structure):\n    _fields_ = [('head', ctypes.c_byte * 200),"
           " ('compare', ctypes.c_void_p)]\nkind = T.from_address(id(int))\n"
           "kind.compare = T.from_address(id(object)).compare\ntaken = True", STATE),
    attack("environment and limits", "the environment and rlimits of process 1 are changed",
           "import os, resource\nos.environ['PYTHONPATH'] = '/box/work'\n"
           "for limit in (resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC):\n    try:\n"
           "        resource.prlimit(1, limit, (64, 64))\n    except (OSError, ValueError):\n"
           "        pass\ntaken = True", STATE),
]
# fmt: on
