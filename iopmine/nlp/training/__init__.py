"""Training the Swedish model: corpora read, features counted, weights learnt and written as data."""
