"""A spaCy pipeline of the shape of the official small ones (sv_core_news_sm), with random weights.

How fast it is does not depend on what its weights say: one shared HashEmbedCNN (width 96, depth 4), and a tagger, a
morphologizer, a parser and a recogniser that listen to it. Source of the shape: the configuration that spaCy publishes
with its small pipelines; numbers of labels as in Talbanken and SUC.
"""

from __future__ import annotations

import spacy
from spacy.language import Language

_EMBED = {
    "@architectures": "spacy.HashEmbedCNN.v2",
    "pretrained_vectors": None,
    "width": 96,
    "depth": 4,
    "embed_size": 2000,
    "window_size": 1,
    "maxout_pieces": 3,
    "subword_features": True,
}
_LISTEN = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
_TAGGER = {"@architectures": "spacy.Tagger.v2", "nO": None, "tok2vec": _LISTEN}


def _transitions(kind: str) -> dict[str, object]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": kind,
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": _LISTEN,
    }


def small() -> Language:
    """Build it, initialised without data."""
    nlp = spacy.blank("sv")
    nlp.add_pipe("tok2vec", config={"model": _EMBED})
    tagger = nlp.add_pipe("tagger", config={"model": _TAGGER})
    morphologizer = nlp.add_pipe("morphologizer", config={"model": _TAGGER})
    parser = nlp.add_pipe("parser", config={"model": _transitions("parser")})
    ner = nlp.add_pipe("ner", config={"model": _transitions("ner")})
    for number in range(150):
        tagger.add_label(f"T{number}")
        morphologizer.add_label(f"Feature=V{number}|POS=NOUN")
    for number in range(40):
        parser.add_label(f"dep{number}")
    for label in ("EVN", "LOC", "MSR", "OBJ", "ORG", "PRS", "TME", "WRK"):
        ner.add_label(label)
    spacy.util.fix_random_seed(1)
    nlp.initialize()
    return nlp
