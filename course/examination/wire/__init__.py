"""How values cross between the two children, and how one asks the other.

codecs.py          which types cross, and the mutable objects that both sides know
encoding.py        the format, and its writer
decoding.py        its reader, which trusts nothing
rpc.py             questions, answers, and the notes that go with both
value_codecs.py    the standard library's types, and numpy's
pandas_codecs.py   pandas's tables
library_codecs.py  when those of libraries are registered; Pillow's images
"""
