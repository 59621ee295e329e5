// What can be done with something, beside it: its commands with their keys.
#pragma once

#include "viz/panels/base/panel.h"

#include <string>
#include <vector>

namespace loopscope::viz {

class MenuPanel {
public:
    void open(std::string title, std::vector<Command> commands, ImVec2 at);
    void close() { commands_.clear(); }
    bool is_open() const { return !commands_.empty(); }
    // By so many entries, from the last one to the first.
    void move(int by);
    // The marked one. Requires that it is open.
    Command chosen() const { return commands_[chosen_]; }
    void draw(const Scene& scene, Wishes& wishes, Rect window);

private:
    std::string title_;
    std::vector<Command> commands_;
    std::size_t chosen_ = 0;
    ImVec2 at_{};
};

}  // namespace loopscope::viz
