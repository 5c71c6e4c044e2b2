"""Swedish text: matching form, sentences, inflection, passages that are not the article's own, redaction."""
