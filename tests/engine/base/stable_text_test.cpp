#include "engine/base/stable_text.h"

#include <doctest/doctest.h>

using asyncio::detail::has_places;
using asyncio::detail::stable_text;

TEST_CASE("of a repr of a task, future or socket stays what is the same in every run") {
    CHECK(stable_text("await <Task pending name='A' cb=[<f at x.py:1>]> now") == "await <Task> now");
    CHECK(stable_text("<Future finished result=1>, <_GatheringFuture pending>") ==
          "<Future>, <_GatheringFuture>");
    CHECK(stable_text("<asyncio.TransportSocket fd=7, laddr=('127.0.0.1', 80)> fd=7") == "<socket> fd=…");
    CHECK(stable_text("(<socket.socket fd=8, raddr=('127.0.0.1', 80)>, 1)") == "(<socket>, 1)");
    CHECK(stable_text("<a -> b> <Task x->y>!") == "<a -> b> <Task>!");
}

TEST_CASE("a text that only begins like a repr stays as it is") {
    for (const char* text : {"<Task 1 done", "1 < 2", "<Future of work", "<asyncio.TransportSocket "}) {
        CAPTURE(text);
        CHECK(stable_text(text) == text);
    }
    CHECK_FALSE(has_places("1 < 2"));
}
