"""Every story ends on the same desk, byte for byte."""

from __future__ import annotations

from typing import Any

import pytest
import scenarios


@pytest.mark.parametrize("scenario", scenarios.corpus(), ids=lambda scenario: str(scenario["name"]))
def test_a_story_ends_on_the_same_desk(scenario: Any) -> None:
    assert scenarios.play(scenario) == scenario["digest"]


def test_what_differs_is_found() -> None:
    scenarios.assert_holds({"a": [{"b": 1}], "gone": None}, {"a": [{"b": 1, "c": 2}]}, "")
    for expected, answer in [({"a": 1}, {"a": 2}), ([1], [1, 2]), ({"a": True}, {"a": 1}), ({"a": {}}, {"a": 1})]:
        with pytest.raises(AssertionError):
            scenarios.assert_holds(expected, answer, "")
