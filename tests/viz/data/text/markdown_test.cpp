#include "viz/data/text/markdown.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;

TEST_CASE("paragraphs, headings and items are blocks of styled runs") {
    const std::vector<Block> blocks = parse_markdown(
        "`gather()` waits\nfor **all**.\n\n## Watch\n- First *this*.\n- Then that.\n\nThe end.\n");
    REQUIRE(blocks.size() == 5);
    CHECK(blocks[0] == Block{BlockKind::paragraph,
                             {{"gather()", WordStyle::code},
                              {" waits for ", WordStyle::plain},
                              {"all", WordStyle::strong},
                              {".", WordStyle::plain}}});
    CHECK(blocks[1] == Block{BlockKind::heading, {{"Watch", WordStyle::plain}}});
    CHECK(blocks[2].kind == BlockKind::item);
    CHECK(blocks[2].runs[1] == StyledRun{"this", WordStyle::emphasis});
    CHECK(blocks[3] == Block{BlockKind::item, {{"Then that.", WordStyle::plain}}});
    CHECK(blocks[4] == Block{BlockKind::paragraph, {{"The end.", WordStyle::plain}}});
}

TEST_CASE("a link says which values it sets; one that sets none keeps its text from being a term") {
    const std::vector<Block> blocks =
        parse_markdown("[`close()` alone](end=close,stay=null): *three* [steps]() more.\n");
    REQUIRE(blocks.size() == 1);
    CHECK(blocks[0].runs == std::vector<StyledRun>{{"close()", WordStyle::code, "end=close,stay=null"},
                                                   {" alone", WordStyle::plain, "end=close,stay=null"},
                                                   {": ", WordStyle::plain},
                                                   {"three", WordStyle::emphasis},
                                                   {" ", WordStyle::plain},
                                                   {"steps", WordStyle::plain, ""},
                                                   {" more.", WordStyle::plain}});
}

TEST_CASE("nothing gives nothing") { CHECK(parse_markdown("").empty()); }
