"""Benchmarks: every number of physfm beside its peers, its physical limit and its trivial baselines, in one run.

``python -m benchmarks NAME [--quick]`` prints one JSON object. Peers come from PyPI into an environment of their own
(``make benchmark-peers``, pinned in ``benchmarks/peers.txt``) and are trained on the same file, split and budget.
"""
