#include "viz/data/text/saying.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;

TEST_CASE("what is said within what is said is in the same language") {
    const Saying why = Saying::of("why.no_file", {{"path", "a.loopscope"}});
    const Saying all = Saying::of("notice.cannot_open", {{"what", "a"}, {"why", why}});
    CHECK(all.in(Words::of("en")) == "Cannot open a: there is no file a.loopscope.");
    CHECK(all.in(Words::of("de")) == "a lässt sich nicht öffnen: Es gibt keine Datei a.loopscope.");
}

TEST_CASE("of what is said in lines, nothing takes no line") {
    CHECK(Saying::lines({}).empty());
    CHECK(Saying::lines({"", Saying()}).empty());
    CHECK(Saying::lines({"a", "", "b"}).in(Words::of("en")) == "a\nb");
}
