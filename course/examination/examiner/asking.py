"""The way from a mirror to the candidate: one examiner, asked by all of them."""

import types
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from course.examination.examiner.callables import RemoteFunction
    from course.examination.examiner.mirrors import Info

REFUSED = frozenset(
    {
        "__array_ufunc__", "__array_function__", "__array_priority__", "__array_wrap__",
        "__array_finalize__", "__array_interface__", "__array_struct__", "__array_prepare__",
        "__reduce__", "__reduce_ex__", "__getstate__", "__setstate__", "__getnewargs__",
        "__getnewargs_ex__", "__class__", "__del__", "__instancecheck__", "__subclasscheck__",
        "__prepare__", "__set_name__", "__init_subclass__", "__subclasshook__", "__dataframe__",
        "__arrow_c_stream__", "__arrow_c_array__", "__dlpack__", "__dlpack_device__",
        "__torch_function__",
        "_ipython_display_", "_ipython_canary_method_should_not_exist_", "_repr_mimebundle_",
    }
)  # fmt: skip


class Asks(Protocol):
    """What mirrors need of the examiner."""

    author: Any  # cells.Author
    mentioned: set[str]  # identifiers in the text of tests

    def ask(self, operation: str, *arguments: Any) -> Any:
        """Ask the candidate."""

    def compares(self, info: "Info", name: str) -> bool:
        """Tell whether the author's class of this name has that comparison."""

    def known(self, info: "Info") -> bool:
        """Tell whether the author of the tests knows this class."""

    def dropped(self, handle: int) -> None:
        """Hear that a mirror is gone."""

    def code(self, function: "RemoteFunction") -> types.CodeType | None:
        """Compile the text that the learner handed in for a function, without running it."""

    def subclass(self, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> type:
        """Have the candidate derive a class from a learner's."""


EXAMINER: list[Asks] = []  # one, when the examiner is up


def ask(operation: str, *arguments: Any) -> Any:
    """Ask the candidate."""
    return EXAMINER[0].ask(operation, *arguments)
