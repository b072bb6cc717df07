"""The type checker of the tests: beartype, taking an int where a float is asked for (the numeric tower of PEP 484)."""

from beartype import BeartypeConf, beartype

typechecked = beartype(conf=BeartypeConf(is_pep484_tower=True))
