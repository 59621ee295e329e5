#include "engine/trace/warning.h"

#include <doctest/doctest.h>

using namespace loopscope::trace;

TEST_CASE("a warning's text says its kind and its message") {
    const std::string text = warning_text(WarningKind::slow_callback, "this ran for 3.000 s: too long");
    CHECK(text == "slow callback: this ran for 3.000 s: too long");
    const Warning warning = parse_warning(text);
    CHECK(warning.kind == WarningKind::slow_callback);
    CHECK(warning.name == "slow callback");
    CHECK(warning.message == "this ran for 3.000 s: too long");
}

TEST_CASE("a warning of a kind that is not known keeps its name and its message") {
    const Warning warning = parse_warning("of another kind: it is");
    CHECK(warning.kind == WarningKind::other);
    CHECK(warning.name == "of another kind");
    CHECK(warning.message == "it is");
    const Warning bare = parse_warning("waits for ever");
    CHECK(bare.kind == WarningKind::other);
    CHECK(bare.name.empty());
    CHECK(bare.message == "waits for ever");
}
