"""The numbers of system calls, which nobody can see are right, against libseccomp's own tables."""

import ctypes
from collections.abc import Callable, Iterator

import pytest

from course.sandbox import linux, seccomp

# libseccomp knows an architecture by the kernel's AUDIT_ARCH_*, and some calls by other names.
ARCHITECTURES = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
UNKNOWN = -1  # __NR_SCMP_ERROR: a name that this version of the library does not have
Resolve = Callable[[str, str], int]


@pytest.fixture(scope="module")
def resolve() -> Resolve:
    """Look a call's number up by its name and the machine; negative where there is none."""
    try:
        library = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        pytest.skip("no libseccomp.so.2 on this system (Debian: libseccomp2)")
    function = library.seccomp_syscall_resolve_name_arch
    function.argtypes, function.restype = [ctypes.c_uint32, ctypes.c_char_p], ctypes.c_int
    return lambda machine, name: int(function(ARCHITECTURES[machine], name.encode()))


def numbers(machine: str) -> Iterator[tuple[str, int | None]]:
    """Walk all calls that the sandbox knows by number: those it refuses and those it makes."""
    column = list(ARCHITECTURES).index(machine)
    yield from ((name, pair[column]) for name, pair in seccomp._DENIED.items())
    yield from seccomp._JUDGED[machine]._asdict().items()
    yield from zip(("fork", "vfork"), seccomp._FORKS[machine] or (None, None), strict=True)
    yield from linux._NUMBERS[machine]._asdict().items()
    yield from (("mount_setattr", linux._MOUNT_SETATTR), ("close_range", linux._CLOSE_RANGE))


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_numbers_are_those_of_libseccomp(resolve: Resolve, machine: str) -> None:
    """Each name has its number on each machine, and None only where there is no such call."""
    wrong = {}
    compared = 0
    for name, number in numbers(machine):
        resolved = resolve(machine, name)
        if resolved == UNKNOWN:  # a call younger than this library
            continue
        compared += 1
        if (None if resolved < 0 else resolved) != number:
            wrong[name] = (number, resolved)
    assert not wrong
    assert compared > 70, "names that libseccomp does not know say nothing"


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_no_number_stands_for_two_calls(machine: str) -> None:
    """A slip of the pen would refuse one call twice and another never."""
    refused = [pair[list(ARCHITECTURES).index(machine)] for pair in seccomp._DENIED.values()]
    known = [number for number in refused if number is not None]
    assert len(known) == len(set(known))
    assert not set(known) & set(seccomp._JUDGED[machine])


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_the_filter_is_for_the_machine_that_it_names(machine: str) -> None:
    """What it compares the machine with is the kernel's own constant."""
    assert seccomp._AUDIT[machine] == ARCHITECTURES[machine]
