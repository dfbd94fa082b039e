"""Templates: a page that is made holds on to nothing."""

import gc
import weakref

from copydesk.reports.templating import environment, filled


class Value:
    """Something that can be seen to go."""


def test_a_page_lets_go_of_its_values_without_looking_for_circles():
    template = environment().from_string(
        '{% import "macros.html" as part with context %}{{ part.chips([]) }}{{ held }}'
    )
    value = Value()
    seen = weakref.ref(value)
    gc.collect()
    gc.disable()
    try:
        assert "Value" in filled(template, {"held": value}, draw_ladder=None, root="")
        del value
        assert seen() is None
    finally:
        gc.enable()
