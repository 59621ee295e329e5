// The terms of the course in what a panel has written: pointing at one tells what it means.
#pragma once

#include "course/glossary.h"
#include "viz/panels/base/panel.h"

#include <set>
#include <string_view>
#include <vector>

namespace loopscope::viz {

// For one panel in one frame. The scene must outlive it.
class TermHints {
public:
    // Who reads at leisure sees where the hints are: a dotted line is under each term's first appearance.
    enum class Underline : bool { no, first };
    TermHints(const Scene& scene, Underline underline)
        : scene_(scene), underlines_(underline == Underline::first) {}

    std::vector<course::FoundTerm> find(std::string_view text);
    // `part` of a text with these terms, beginning there at `begin`, was written at `at` in one line.
    void written(const std::vector<course::FoundTerm>& terms, Type type, ImVec2 at, std::string_view part,
                 std::size_t begin);
    // The hint of the term that the mouse points at, if it does.
    void show() const;

private:
    const Scene& scene_;
    bool underlines_;
    std::set<const course::GlossaryEntry*> underlined_;
    const course::FoundTerm* first_ = nullptr;  // the one that is being underlined: it may have several words
    const course::GlossaryEntry* pointed_at_ = nullptr;
};

}  // namespace loopscope::viz
