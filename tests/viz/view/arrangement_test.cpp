#include "viz/view/arrangement.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

using namespace loopscope::viz;

TEST_CASE("the table of views is in the order of their numbers, and each word is once") {
    std::set<std::string_view> words;
    for (std::size_t i = 0; i < kViews; ++i) {
        CHECK(static_cast<std::size_t>(all_views()[i].view) == i);
        CHECK(words.insert(all_views()[i].word).second);
    }
}

TEST_CASE("a place shows one view at a time") {
    Arrangement arrangement(2);
    REQUIRE(arrangement.shows(View::source));
    arrangement.show(View::events);
    CHECK(arrangement.shows(View::events));
    CHECK_FALSE(arrangement.shows(View::source));
    arrangement.hide(View::events);
    CHECK_FALSE(arrangement.front(Place::lower));
    arrangement.hide(View::events);
    CHECK_FALSE(arrangement.shows(View::source));
}

TEST_CASE("a view that is moved is in front at its next place, and leaves its old one to another") {
    Arrangement arrangement(2);
    arrangement.show(View::events);
    arrangement.move_on(View::events);
    CHECK(arrangement.place_of(View::events) == Place::upper_right);
    CHECK(arrangement.shows(View::events));
    CHECK(arrangement.shows(View::source));
    CHECK_FALSE(arrangement.shows(View::loop));
    for (std::size_t i = 0; i < kPlaces; ++i) arrangement.move_on(View::events);
    CHECK(arrangement.place_of(View::events) == Place::upper_right);
}

TEST_CASE("a novice is offered few tabs, and whatever is open") {
    Arrangement arrangement(1);
    const auto offered = [&](View view) {
        const auto tabs = arrangement.tabs(arrangement.place_of(view));
        return std::find(tabs.begin(), tabs.end(), view) != tabs.end();
    };
    CHECK(offered(View::source));
    CHECK_FALSE(offered(View::events));
    arrangement.show(View::events);
    CHECK(offered(View::events));
}

TEST_CASE("what a lent view displaced comes back when it is given back") {
    Arrangement arrangement(4);
    const std::string before = arrangement.text();
    arrangement.lend(View::references, Place::middle_right);
    arrangement.lend(View::graph, Place::upper_right);
    CHECK(arrangement.shows(View::references));
    CHECK_FALSE(arrangement.shows(View::inspector));
    CHECK(arrangement.text() == before);
    arrangement.give_back();
    CHECK(arrangement.shows(View::inspector));
    CHECK(arrangement.shows(View::loop));
}

TEST_CASE("what is remembered of a view that is lent to another place is its own place") {
    Arrangement arrangement(4);
    const std::string before = arrangement.text();
    arrangement.lend(View::events, Place::upper_right);
    CHECK(arrangement.place_of(View::events) == Place::upper_right);
    CHECK(arrangement.text() == before);
}

TEST_CASE("a place that was closed is closed again when its lent view is given back") {
    Arrangement arrangement(1);
    arrangement.lend(View::inspector, Place::middle_right);
    arrangement.give_back();
    CHECK_FALSE(arrangement.front(Place::middle_right));
}

TEST_CASE("what the user chose in place of a lent view stays") {
    Arrangement arrangement(4);
    arrangement.lend(View::graph, Place::upper_right);
    arrangement.hide(View::graph);
    arrangement.lend(View::streams, Place::lower);
    arrangement.show(View::events);
    arrangement.give_back();
    CHECK_FALSE(arrangement.front(Place::upper_right));
    CHECK(arrangement.shows(View::events));
}

TEST_CASE("a view that is lent to another place goes home again") {
    Arrangement arrangement(2);
    arrangement.lend(View::primitives, Place::middle_right);
    CHECK(arrangement.shows(View::primitives));
    CHECK(arrangement.shows(View::source));
    arrangement.give_back();
    CHECK(arrangement.place_of(View::primitives) == Place::lower);
    CHECK_FALSE(arrangement.front(Place::middle_right));
    CHECK(arrangement.text() == Arrangement(2).text());
}

TEST_CASE("who puts a view away has what it displaced back; a place in which nothing stood is closed") {
    Arrangement arrangement(1);
    arrangement.show(View::compare);
    arrangement.show(View::lesson);
    arrangement.put_away(View::compare);
    arrangement.put_away(View::lesson);
    CHECK(arrangement.shows(View::timeline));
    CHECK(arrangement.shows(View::source));
    arrangement.put_away(View::source);
    CHECK_FALSE(arrangement.front(Place::lower));
    arrangement.put_away(View::loop);  // is not seen
    CHECK_FALSE(arrangement.shows(View::loop));
}

TEST_CASE("what has been moved elsewhere meanwhile does not come back") {
    Arrangement arrangement(1);
    arrangement.show(View::lesson);
    arrangement.move_on(View::source);
    arrangement.put_away(View::lesson);
    CHECK_FALSE(arrangement.front(Place::lower));
    CHECK(arrangement.shows(View::source));
}

TEST_CASE("a view is found by its word, with its home or another place") {
    CHECK(seat_named("locks") == std::pair(View::primitives, Place::lower));
    CHECK(seat_named("locks middle-right") == std::pair(View::primitives, Place::middle_right));
    CHECK_FALSE(seat_named("nothing"));
    CHECK_FALSE(seat_named("locks nowhere"));
}

TEST_CASE("an arrangement is remembered as text") {
    Arrangement arrangement(3);
    arrangement.show(View::events);
    arrangement.move_on(View::graph);
    arrangement.hide(View::output);
    Arrangement again(3);
    CHECK(again.take(arrangement.text()));
    CHECK(again.text() == arrangement.text());
    CHECK(again.shows(View::graph));
    CHECK_FALSE(again.shows(View::output));
}

TEST_CASE("of a damaged text what is understood is taken") {
    Arrangement arrangement(2);
    CHECK_FALSE(
        arrangement.take("timeline main, nonsense lower, source nowhere, events,,output lower-right"));
    CHECK(arrangement.shows(View::timeline));
    CHECK(arrangement.shows(View::output));
    CHECK(arrangement.shows(View::source));
    CHECK(arrangement.shows(View::loop));
}

TEST_CASE("a text that names no view, or shows none, leaves everything as it was") {
    const std::string before = Arrangement(1).text();
    for (const char* text : {"", "foo", "course left behind, timeline main behind, source lower behind"}) {
        CAPTURE(text);
        Arrangement arrangement(1);
        CHECK_FALSE(arrangement.take(text));
        CHECK(arrangement.text() == before);
    }
}

TEST_CASE("of a text with a misspelt view its other places are as it says, and the view is where it was") {
    Arrangement arrangement(1);
    CHECK_FALSE(arrangement.take("course left behind, timelin main, output lower-right"));
    CHECK(arrangement.shows(View::timeline));
    CHECK(arrangement.shows(View::source));
    CHECK(arrangement.shows(View::output));
    CHECK_FALSE(arrangement.shows(View::course));
}

TEST_CASE("the last view that is seen cannot be closed") {
    Arrangement arrangement(1);
    for (const View view : {View::course, View::source, View::output, View::timeline}) arrangement.hide(view);
    CHECK(arrangement.shows(View::timeline));
    arrangement.put_away(View::timeline);
    CHECK(arrangement.shows(View::timeline));
    arrangement.move_on(View::timeline);
    CHECK(arrangement.place_of(View::timeline) == Place::lower);
    CHECK(arrangement.shows(View::timeline));
}
