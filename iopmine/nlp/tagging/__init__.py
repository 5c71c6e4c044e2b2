"""Parts of speech, morphology and lemmas of Swedish: models of word forms in context, applied with numpy.

Two chains (``iopmine.nlp.chain``) and a model of endings: the first chain chooses the part of speech of each word, the
second the morphological features that such a word may have, the third model how the form is undone. The labels are
those of Universal Dependencies (Nivre et al. 2020).
"""
