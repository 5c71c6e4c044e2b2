from hypothesis import given
from hypothesis import strategies as st

from iopmine.text.changes import Change, changed

OLD = "Avtalet gäller i tre år. Kommunen betalar 400 000 kronor. Jouren öppnar i maj."


def test_what_was_added_and_what_went():
    new = "Avtalet gäller i tre år. Kommunen betalar 500 000 kronor. Jouren öppnar i maj. Det beslutade nämnden i går."
    assert changed(OLD, new) == Change(added=2, removed=1, share=round(3 / 7, 4))


def test_order_case_and_spaces_are_no_change():
    assert changed(OLD, "Jouren  öppnar i maj. AVTALET gäller i tre år.\n\nKommunen betalar 400 000 kronor.").share == 0


def test_nothing_against_something():
    assert changed("", "") == Change(0, 0, 0.0)
    assert changed("", OLD) == Change(3, 0, 1.0)


@given(st.text(max_size=300), st.text(max_size=300))
def test_the_way_back_undoes_the_way_there(one, other):
    there, back = changed(one, other), changed(other, one)
    assert (there.added, there.removed, there.share) == (back.removed, back.added, back.share)
    assert 0.0 <= there.share <= 1.0
