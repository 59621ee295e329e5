#include "viz/export/handout.h"

#include "viz/export/handout_grid.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace loopscope::viz {

namespace {

constexpr double kGap = 18, kCodeWidth = 300;
constexpr double kHalf = (kPageWidth - 2 * kMargin - kGap) / 2;

class Sheet {
public:
    Sheet(Paper& paper, const Handout& handout, const Words& words, bool solution)
        : paper_(paper), handout_(handout), words_(words), solution_(solution) {}

    void print() {
        const double top = head(), code_end = code(top);
        double end = 0;
        if (wide_) {
            const double width = kPageWidth - 2 * kMargin;
            end = parameters(kMargin, question(kMargin, code_end + 12, width) + 6, width);
        } else {
            const double x = kMargin + kCodeWidth + kGap, width = kPageWidth - kMargin - x;
            end = std::max(code_end, parameters(x, question(x, top, width) + 10, width));
        }
        HandoutGrid(paper_, handout_, words_, solution_).print(end + 14);
        paper_.text(kMargin, kFoot, words_["handout.name"], Print::regular, 8);
    }

private:
    double head();
    double code(double y);
    double question(double x, double y, double width);
    double option(std::size_t number, double x, double y, double width);
    double parameters(double x, double y, double width);
    double room_to_write(double y, double listed) const;

    Paper& paper_;
    const Handout& handout_;
    const Words& words_;
    bool solution_;
    bool wide_ = false;  // the code needs the whole width; the rest stands under it
};

double Sheet::head() {
    paper_.text(kMargin, kMargin + 14, handout_.title, Print::bold, 17);
    if (solution_) {
        const std::string& mark = words_["handout.solution"];
        paper_.text(kPageWidth - kMargin - paper_.width_of(mark, Print::bold, 12), kMargin + 14, mark,
                    Print::bold, 12);
    }
    const double y = kMargin + 24;
    if (!solution_) return y + 4;  // the idea says what is asked
    return y + 10 + paper_.paragraph(kMargin, y, kPageWidth - 2 * kMargin, handout_.idea, Print::regular, 10);
}

// As large as its longest line allows, and, over the whole width, as leaves room for the lanes. Of several
// empty lines one is printed.
double Sheet::code(double y) {
    constexpr double kLargest = 8.5, kSmallest = 7, kNumbers = 24, kTallest = 370, kSpacing = 1.32;
    std::string_view rest = handout_.python;
    std::vector<std::pair<std::size_t, std::string_view>> lines;
    double widest = 1;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        if (!line.empty() || (!lines.empty() && !lines.back().second.empty()))
            lines.emplace_back(number, line);
        widest = std::max(widest, paper_.width_of(line, Print::mono, 1));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    wide_ = (kCodeWidth - kNumbers) / widest < kSmallest;
    const double width = wide_ ? kPageWidth - 2 * kMargin : kCodeWidth;
    const double fitting =
        std::clamp(kTallest / (kSpacing * static_cast<double>(lines.size())), kSmallest - 1, kSmallest + 0.5);
    const double size = std::min(wide_ ? fitting : kLargest, (width - kNumbers) / widest),
                 step = size * kSpacing;
    const double height = step * static_cast<double>(lines.size()) + 10;
    paper_.box(kMargin, y, width, height);
    double baseline = y + 5 + size;
    for (const auto& [number, line] : lines) {
        paper_.text(kMargin + 5, baseline, std::to_string(number), Print::mono, size * 0.75);
        paper_.text(kMargin + 19, baseline, line, Print::mono, size);
        baseline += step;
    }
    return y + height;
}

double Sheet::question(double x, double y, double width) {
    if (!handout_.question) return y;
    const course::Asked& asked = *handout_.question;
    y += paper_.paragraph(x, y, width, asked.text.in(handout_.language), Print::bold, 10) + 6;
    // Over the whole width two options stand side by side.
    const std::size_t columns = wide_ ? 2 : 1;
    const double each = wide_ ? kHalf : width;
    for (std::size_t i = 0; i < asked.options.size(); i += columns) {
        double height = 0;
        for (std::size_t k = i; k < std::min(i + columns, asked.options.size()); ++k)
            height = std::max(height, option(k, x + (each + kGap) * static_cast<double>(k - i), y, each));
        y += height + 5;
    }
    if (solution_) return y;
    y += paper_.paragraph(x, y, width, words_["handout.because"], Print::regular, 9) + 12;
    const int lines = wide_ ? 2 : 3;
    for (int i = 0; i < lines && y < kFoot - 14; ++i, y += 18) paper_.line(x, y, x + width, y, 0.4);
    return y - 8;
}

// Returns its height.
double Sheet::option(std::size_t number, double x, double y, double width) {
    const course::Asked& asked = *handout_.question;
    const bool right = number == asked.answer;
    const char letter[] = {static_cast<char>('A' + number), 0};
    paper_.box(x, y, 13, 13, solution_ && right ? 2 : 0.8);
    paper_.text(x + 3.3, y + 10, letter, Print::bold, 9);
    const double left = x + 19, room = width - 19;
    const std::string& text = asked.options[number].text.in(handout_.language);
    double height = std::max(15.0, paper_.paragraph(left, y + 1, room, text,
                                                    solution_ && right ? Print::bold : Print::regular, 9.5));
    const std::string& reply = asked.options[number].reply.in(handout_.language);
    if (solution_ && !reply.empty())
        height += paper_.paragraph(left, y + height, room, reply, Print::regular, 8);
    return height;
}

double Sheet::parameters(double x, double y, double width) {
    if (handout_.parameters.empty()) return y;
    paper_.text(x, y + 10, words_["handout.change"], Print::bold, 10);
    y += 16;
    // On a page to fill in the answer is written beside the values, or below them in the narrow column.
    const double few = width * (wide_ ? 0.3 : 0.5), room = solution_ ? 0 : room_to_write(y, few - 6);
    const bool beside = wide_ && room > 0;
    const double names = width * (beside ? 0.26 : 0.5), listed = beside ? few : width - names;
    for (const auto& [label, values] : handout_.parameters) {
        const double left = paper_.paragraph(x, y, names - 6, label, Print::regular, 8.5);
        const double right = paper_.paragraph(x + names, y, listed - 6, values, Print::regular, 8.5);
        const double text = std::max(left, right) + 3;
        y += beside ? std::max(text, room) : text + room;
        paper_.line(x, y - 1, x + width, y - 1, 0.3);
        y += beside ? 2 : 0;
    }
    return y;
}

// Of each parameter, as far as the grid below leaves any; 0: it does not.
double Sheet::room_to_write(double y, double listed) const {
    constexpr double kLine = 20, kText = 13, kNextLine = 11, kBetween = 16;
    const auto rows = static_cast<double>(handout_.parameters.size());
    double text = 0;
    for (const auto& [label, values] : handout_.parameters)
        text += kText + kNextLine * std::floor(paper_.width_of(values, Print::regular, 8.5) / listed);
    const double spare = HandoutGrid(paper_, handout_, words_, false).spare(y + text + kBetween) / rows;
    if (wide_) return spare < 2 ? 0 : std::min(kLine, kText + spare);
    return std::clamp(spare, 0.0, kLine - 4);
}

}  // namespace

void print_handout(Paper& paper, const Handout& handout, const Words& words, bool solution) {
    Sheet(paper, handout, words, solution).print();
}

void print_cards(Paper& paper) {
    constexpr double kWidth = kPageWidth / 2, kHeight = kPageHeight / 2, kSize = 260;
    for (int i = 0; i < 4; ++i) {
        const char letter[] = {static_cast<char>('A' + i), 0};
        const double x = i % 2 * kWidth, y = i / 2 * kHeight;
        const double width = paper.width_of(letter, Print::bold, kSize);
        paper.text(x + (kWidth - width) / 2, y + kHeight / 2 + kSize * 0.36, letter, Print::bold, kSize);
        paper.box(x, y, kWidth, kHeight, 0.6, true);
    }
}

}  // namespace loopscope::viz
