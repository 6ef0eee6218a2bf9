"""What both children need.

syntax_trees.py   syntax trees, made one at a time
library_names.py  which names of libraries mean the same on both sides
handles.py        objects known by a handle, and what locked cells have defined
data_classes.py   classes derived from plain data, special methods, signatures
class_facts.py    descriptions of classes, functions and exceptions
shell.py          the IPython shell that runs cells, and their outputs
tracebacks.py     how an exception is shown in them
process_state.py  the end of a cell's time, and seeds that both sides follow
file_sync.py      files that both sides see
subprocesses.py   programs that a test starts
"""
