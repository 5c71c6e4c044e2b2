"""Topics: document-term matrix, model, measures, and the read-out as records (``readout.model_topics``)."""
