#include "viz/view/bookmarks.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using loopscope::trace::Bookmark;

TEST_CASE("bookmarks are set, annotated, taken away, and gone to in a circle") {
    Bookmarks bookmarks;
    bookmarks.take({{7, "later"}, {3, "first"}, {7, "twice"}});
    CHECK_FALSE(bookmarks.unsaved());
    REQUIRE(bookmarks.all().size() == 2);
    CHECK(bookmarks.all()[0] == Bookmark{3, "first"});
    CHECK(bookmarks.next(3) == 7U);
    CHECK(bookmarks.next(7) == 3U);
    CHECK(bookmarks.previous(3) == 7U);
    CHECK(bookmarks.previous(100) == 7U);
    CHECK(bookmarks.toggle(5));
    CHECK(bookmarks.unsaved());
    bookmarks.note(5, "why?");
    CHECK(bookmarks.at(5)->note == "why?");
    bookmarks.saved();
    CHECK_FALSE(bookmarks.unsaved());
    CHECK_FALSE(bookmarks.toggle(5));
    CHECK(bookmarks.unsaved());
    CHECK(bookmarks.at(5) == nullptr);
    CHECK_FALSE(Bookmarks().next(1));
}

TEST_CASE("a bookmark that is set and taken away again needs no saving") {
    Bookmarks bookmarks;
    bookmarks.toggle(4);
    bookmarks.toggle(4);
    CHECK_FALSE(bookmarks.unsaved());
}
