"""The type checker of the tests: beartype, with an int accepted where a float is asked for (PEP 484's numeric tower)."""

from beartype import BeartypeConf, beartype

typechecked = beartype(conf=BeartypeConf(is_pep484_tower=True))
