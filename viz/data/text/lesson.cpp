#include "viz/data/text/lesson.h"

#include <algorithm>
#include <iterator>

namespace loopscope::viz {

Lesson parse_lesson(const std::string& markdown) {
    std::vector<Block> blocks = parse_markdown(markdown);
    const auto heading = std::find_if(blocks.rbegin(), blocks.rend(),
                                      [](const Block& block) { return block.kind == BlockKind::heading; });
    const auto last = heading == blocks.rend() ? blocks.end() : std::prev(heading.base());
    Lesson lesson;
    lesson.learner.assign(std::make_move_iterator(blocks.begin()), std::make_move_iterator(last));
    lesson.teacher.assign(std::make_move_iterator(last), std::make_move_iterator(blocks.end()));
    return lesson;
}

}  // namespace loopscope::viz
