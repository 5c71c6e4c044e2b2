"""Proofs that take long: ``python -m tests.proofs NAME`` runs the whole; the gate runs a sample of each.

The figures stand in ``tests/proofs/*.csv`` with the commit they were made on and a hash of the files they depend on;
a test fails when these files have changed since.
"""
