"""A linear-chain conditional random field whose weights are data: features of word forms, tables, decoding.

Lafferty, McCallum and Pereira (2001). The weights are learnt elsewhere (``iopmine.nlp.training``); here they are only
applied. Every feature belongs to one word form at an offset, or to a combination of attributes of neighbouring forms,
so what a form contributes is summed once and kept: tagging a text is a few array look-ups and one dynamic program.
"""
