#include "viz/export/plan_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

namespace {

// Paper has no italics here: without a sign, *nobody* among the values would read as a command.
std::string plain_text(const Block& block, const Words& words) {
    std::string text;
    for (const StyledRun& run : block.runs)
        text += run.style == WordStyle::emphasis || !run.link.value_or("").empty()
                    ? words.fill("handout.quoted", {{"text", run.text}})
                    : run.text;
    return text;
}

class Sheets {
public:
    Sheets(Paper& paper, const Words& words) : paper_(paper), words_(words) {}

    void print(const PlanNotes& notes) {
        paper_.text(kMargin, kMargin + 14, notes.title, Print::bold, 17);
        y_ = kMargin + 24;
        y_ += paper_.paragraph(kMargin, y_, kPageWidth - 2 * kMargin, notes.about, Print::regular, 10) + 10;
        double total = 0, used = 0;
        for (const PlanStepNotes& each : notes.steps) total += height_of(each);
        const double share = total / std::max(std::ceil((y_ + total - kMargin) / (kEnd - kMargin)), 1.0);
        int minute = 0;
        for (const PlanStepNotes& each : notes.steps) {
            const double height = height_of(each);
            // Several pages hold about the same, not the last one a single step.
            if (y_ + height > kEnd || used + height / 2 > share) {
                next_page();
                used = 0;
            }
            step(each, minute);
            used += height;
            minute += each.minutes;
        }
        paper_.line(kMargin, y_, kPageWidth - kMargin, y_, 0.4);
        paper_.text(kMargin, y_ + 14, clock(minute), Print::bold, 11);
    }

private:
    static std::string clock(int minute) { return fmt::format("{}:{:02}", minute / 60, minute % 60); }

    void next_page() {
        paper_.next_page();
        y_ = kMargin;
    }

    void step(const PlanStepNotes& step, int minute) {
        paper_.line(kMargin, y_, kPageWidth - kMargin, y_, 0.4);
        paper_.text(kMargin, y_ + 15, clock(minute), Print::bold, 11);
        paper_.text(kMargin, y_ + 27,
                    words_.fill("handout.minutes", {{"count", std::to_string(step.minutes)}}), Print::regular,
                    8.5);
        paper_.text(kLeft, y_ + 15, step.title, Print::bold, 11);
        double y = y_ + 20;
        for (const auto& [text, print, size] : paragraphs(step))
            y += paper_.paragraph(kLeft, y, kWidth, text, print, size) + kAfter;
        y_ = y + 6;
    }

    struct Paragraph {
        std::string text;
        Print print;
        double size;
    };
    std::vector<Paragraph> paragraphs(const PlanStepNotes& step) const {
        std::vector<Paragraph> all;
        const auto add = [&](const std::string& text, Print print, double size) {
            if (!text.empty()) all.push_back({text, print, size});
        };
        add(step.note, Print::regular, 10);
        add(step.question, Print::regular, 8.5);
        add(step.answer, Print::bold, 8.5);
        add(step.reason, Print::regular, 8.5);
        for (const Block& block : step.notes)
            if (block.kind != BlockKind::heading) add(plain_text(block, words_), Print::regular, 8.5);
        return all;
    }

    double height_of(const PlanStepNotes& step) const {
        double height = 26;
        for (const auto& [text, print, size] : paragraphs(step))
            height += paper_.height_of(text, kWidth, print, size) + kAfter;
        return height;
    }

    static constexpr double kMargin = 40, kTimes = 52, kLeft = kMargin + kTimes;
    static constexpr double kWidth = kPageWidth - kMargin - kLeft, kEnd = kPageHeight - kMargin;
    static constexpr double kAfter = 3;  // a paragraph

    Paper& paper_;
    const Words& words_;
    double y_ = 0;
};

}  // namespace

void print_plan_notes(Paper& paper, const PlanNotes& notes, const Words& words) {
    Sheets(paper, words).print(notes);
}

}  // namespace loopscope::viz
