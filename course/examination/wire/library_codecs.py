"""Codecs of libraries, registered when the first value of a library is met; Pillow's stand here.

An image crosses by value: mode, size, pixels and palette, checked; never a file.
"""

import builtins
from typing import Any

from course.examination.wire.codecs import Codec, WireError, load_later, register
from course.examination.wire.value_codecs import register_numpy

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code

_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "HSV", "I", "F"})
MAX_PIXELS = 1 << 25


def _dump(image: Any) -> tuple[object, ...]:
    if image.mode not in _MODES:
        raise WireError(f"an image of mode {image.mode} does not cross")
    palette = tuple(image.getpalette() or ()) if image.mode == "P" else ()
    form = image.format if type(image.format) is str else None
    return (image.mode, tuple(image.size), image.tobytes(), palette, form)


def _load(payload: Any) -> Any:
    mode, size, raw, palette, form = payload
    sides = type(size) is tuple and len(size) == 2 and all(type(n) is int and n >= 0 for n in size)
    if mode not in _MODES or not sides or size[0] * size[1] > MAX_PIXELS or type(raw) is not bytes:
        raise WireError("an image has a mode, a size and pixels")
    from PIL import Image

    image = Image.frombytes(mode, size, raw) if size[0] * size[1] else Image.new(mode, size)
    if palette:
        image.putpalette(list(palette))
    image.format = form if type(form) is str else None
    return image


def _fill(target: Any, new: Any) -> None:
    if target.mode != new.mode or target.size != new.size:
        raise WireError("an image keeps its mode and size")
    target.paste(new)


_IMAGE = Codec("PIL.Image", _dump, _load, mutable=True, fill=_fill)


def register_pillow() -> None:
    """Let images cross, those read from a file as well: all become plain ones."""
    from PIL import Image, ImageFile

    kinds: list[type] = [Image.Image, *ImageFile.ImageFile.__subclasses__()]
    for kind in kinds:
        register(kind, _IMAGE)


_registered: set[str] = set()


def _register(module: str) -> None:
    top = module.partition(".")[0]
    if top == "PIL":  # each time: its plugins bring classes of their own
        register_pillow()
    elif top in ("numpy", "pandas") and top not in _registered:
        _registered.add(top)
        if top == "numpy":
            register_numpy()
        else:
            _register("numpy")
            from course.examination.wire.pandas_codecs import register_pandas

            register_pandas()


load_later(_register)
