from onrecord import errors


def test_every_error_has_a_code_of_its_own_and_stands_in_the_drawn_tree() -> None:
    kinds = [
        value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, errors.OnRecordError)
    ]
    assert len({kind.code for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert kind.__name__ in (errors.__doc__ or "")


def test_the_text_holds_message_code_and_remedy() -> None:
    assert str(errors.InputError("no such file", "Check the path.")) == "no such file [input] Check the path."
