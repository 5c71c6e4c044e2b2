"""The spaCy components, one a file; each declares what it reads and writes.

They are registered as entry points (``spacy_factories``), so ``nlp.add_pipe("iop_names")`` works in anyone's
pipeline once iopmine is installed.
"""
