// What can be done with something, beside it: its commands with their keys.
#pragma once

#include "viz/panels/base/panel.h"

#include <string>
#include <vector>

namespace loopscope::viz {

struct MenuEntry {
    Command command{};
    std::string name;  // in the user's language: what it does now
};

class MenuPanel {
public:
    void open(std::string title, std::vector<MenuEntry> entries, ImVec2 at);
    void close() { entries_.clear(); }
    bool is_open() const { return !entries_.empty(); }
    const std::vector<MenuEntry>& entries() const { return entries_; }
    // By so many entries, from the last one to the first.
    void move(int by);
    // The marked one. Requires that it is open.
    Command chosen() const { return entries_[chosen_].command; }
    void draw(const Scene& scene, Wishes& wishes, Rect window);

private:
    std::string title_;
    std::vector<MenuEntry> entries_;
    std::size_t chosen_ = 0;
    ImVec2 at_{};
};

}  // namespace loopscope::viz
