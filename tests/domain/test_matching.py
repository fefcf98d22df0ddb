"""Which cities fit."""

from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.matching import (
    MUTUAL,
    SAME_SUBTHEME,
    CityProfile,
    Likeness,
    NoMatch,
    Said,
    fits,
    pairs,
    why_none,
    without_language,
)


def said(subtheme, id=1, **more):
    return Said(subtheme, id, **more)


def city(id, needs=(), offers=(), languages=("en",), **more):
    return CityProfile(
        id=id,
        languages=languages,
        needs=tuple(said(n, i) for i, n in enumerate(needs)),
        offers=tuple(said(o, 100 + i) for i, o in enumerate(offers)),
        **more,
    )


def test_the_same_subtheme_comes_before_the_same_theme():
    mine = city(1, needs=["HOU-1"])
    found = fits(mine, [city(2, offers=["HOU-2"]), city(3, offers=["HOU-1"]), city(4, offers=["WSH-1"])])
    assert [fit.city for fit in found] == [3, 2]
    assert found[0].we_get[0].exact
    assert not found[1].we_get[0].exact


def test_who_takes_and_gives_comes_before_who_only_gives():
    mine = city(1, needs=["HOU-1"], offers=["WSH-1"])
    both, one = fits(mine, [city(2, offers=["HOU-1"]), city(3, needs=["WSH-1"], offers=["HOU-1"])])
    assert (both.city, one.city) == (3, 2)
    assert both.score - one.score == MUTUAL


def test_an_offer_alone_makes_a_match_that_says_so():
    (fit,) = fits(city(1, offers=["WSH-1"]), [city(2, needs=["WSH-1"])])
    assert fit.we_give
    assert not fit.we_get
    assert fit.score < SAME_SUBTHEME


def test_our_own_city_and_one_without_a_common_language_are_no_matches():
    mine = city(1, needs=["HOU-1"], offers=["HOU-1"], languages=("fr",))
    other = city(2, offers=["HOU-1"], languages=("en",))
    assert fits(mine, [mine, other]) == []
    assert without_language(mine, [mine, other]) == [2]
    assert why_none(mine, [mine, other]) is NoMatch.NO_LANGUAGE


def test_a_delegate_who_speaks_it_is_enough():
    mine = city(1, needs=["HOU-1"], languages=("fr",), spoken=("en",))
    (fit,) = fits(mine, [city(2, offers=["HOU-1"])])
    assert fit.languages == ("en",)


def test_why_there_is_none():
    silent, asks = city(1), city(1, needs=["HOU-1"])
    assert why_none(silent, [city(2, offers=["HOU-1"])]) is NoMatch.NOTHING_SAID
    assert why_none(asks, [asks]) is NoMatch.NOBODY_ELSE
    assert why_none(asks, [city(2, offers=["WSH-1"])]) is NoMatch.NOBODY_ON_THIS


def test_likeness_and_help_for_a_poor_city_count():
    mine = city(1, offers=["HOU-1"], region="africa", income="low", population=800_000)
    other = city(2, needs=["HOU-1"], region="africa", income="low", population=600_000)
    (fit,) = fits(mine, [other])
    assert fit.alike == tuple(Likeness)
    assert fit.helps_low_income


def test_a_need_gets_the_offer_that_can_teach():
    (pair,) = pairs([said("HOU-1")], [said("HOU-1", 5, level=1), said("HOU-1", 9, level=3)])
    assert pair.offer.id == 9


codes = st.lists(st.sampled_from(["HOU-1", "HOU-2", "WSH-1", "WSH-2", "CLI-1"]), max_size=3)
tongues = st.lists(st.sampled_from(["en", "fr", "es"]), max_size=2).map(tuple)


@st.composite
def networks(draw):
    return [
        city(
            id,
            draw(codes),
            draw(codes),
            draw(tongues),
            income=draw(st.sampled_from(["low", "high"])),
            population=draw(st.none() | st.integers(1000, 9_000_000)),
        )
        for id in range(1, draw(st.integers(1, 6)) + 1)
    ]


@given(networks(), st.randoms())
def test_the_order_of_the_input_changes_nothing_and_every_fit_has_its_reasons(cities, chance):
    mine, shuffled = cities[0], list(cities)
    chance.shuffle(shuffled)
    found = fits(mine, cities)
    assert found == fits(mine, shuffled)
    assert mine.id not in {fit.city for fit in found}
    assert all(fit.languages and (fit.we_get or fit.we_give) and fit.score > 0 for fit in found)
    assert [fit.score for fit in found] == sorted((fit.score for fit in found), reverse=True)


@given(networks())
def test_a_match_is_one_for_both_sides(cities):
    for one in cities:
        for fit in fits(one, cities):
            other = next(each for each in cities if each.id == fit.city)
            back = {each.city: each for each in fits(other, cities)}[one.id]
            assert (back.we_get, back.we_give) == (fit.we_give, fit.we_get)
