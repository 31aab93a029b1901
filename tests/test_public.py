import types

import onrecord


def test_the_public_names_are_exactly_all() -> None:
    public = {n for n, v in vars(onrecord).items() if not n.startswith("_") and not isinstance(v, types.ModuleType)}
    assert public == set(onrecord.__all__)


def test_every_public_name_is_documented() -> None:
    for name in onrecord.__all__:
        assert (getattr(onrecord, name).__doc__ or "").strip(), name
