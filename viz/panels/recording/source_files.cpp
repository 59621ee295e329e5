// Which files the source view shows: those of the step, of the scenario, of the run before.
#include "viz/data/recording/source_place.h"
#include "viz/panels/recording/source_panel.h"

#include <filesystem>
#include <utility>

namespace loopscope::viz {

namespace {

const trace::Source* of_scenario(const Scene& scene, std::string_view language) {
    if (scene.scenario == nullptr || (scene.own_program && language != "python")) return nullptr;
    for (const trace::Source& source : scene.scenario->sources) {
        if (source.language == language && !source.text.empty()) return &source;
    }
    return nullptr;
}

}  // namespace

void SourcePanel::set(const Scene& scene, File& file, const trace::Source* source, std::uint32_t number) {
    if (file.source == source) return;
    if (selected_file_ == &file) unmark();
    const std::string before = std::exchange(file.path, source != nullptr ? source->path : std::string());
    // Another file is seen from its beginning, the same one, of another run, where it was.
    const bool other = before != file.path;
    file = {.source = source, .number = number, .path = file.path, .lines = {}};
    if (other) file.at_start = false;
    if (source != nullptr) {
        const bool python = source->language == "python";
        file.lines = split_source(source->text, python);
        file.marks = parameter_marks(source->text, python, scene.store->recording().header.parameters);
    }
    const bool both = python_.source != nullptr && cpp_.source != nullptr;
    twins_ = both ? TwinLines(python_.source->text, cpp_.source->text) : TwinLines();
}

void SourcePanel::unmark() {
    selected_file_ = nullptr;
    selected_text_.clear();
}

// The recorded file that the present line is in, else the first one; the other language comes from the
// scenario.
void SourcePanel::choose_files(const Scene& scene, std::uint32_t wanted) {
    const trace::Recording& recording = scene.store->recording();
    if (shown_ != scene.generation) {
        python_ = {.path = python_.path, .lines = {}};
        cpp_ = {.path = cpp_.path, .lines = {}};
        chosen_.reset();
        unmark();
        shown_ = scene.generation;
    }
    for (auto* file : {&python_, &cpp_}) {
        const std::string_view language = file == &python_ ? "python" : "c++";
        const auto usable = [&](std::uint32_t i) {
            return i != 0 && recording.source(i).language == language && !recording.source(i).text.empty();
        };
        const trace::Source* twin = of_scenario(scene, language);
        std::uint32_t number = usable(wanted) ? wanted : file->number;
        const auto take_first = [&](auto&& fits) {
            for (std::uint32_t i = 1; number == 0 && i < recording.source_count(); ++i)
                if (usable(i) && fits(recording.source(i).path)) number = i;
        };
        // What was seen of the run before is still seen where the step has no line.
        take_first([&](const std::string& path) { return path == file->path; });
        take_first([&](const std::string& path) { return twin == nullptr || twin->path == path; });
        // A learner's own program is what he sees also before it has run: not the course's that it was once.
        if (scene.own_program && language == "python") take_first([](const std::string&) { return true; });
        const trace::Source* shown = usable(number) ? &recording.source(number) : twin;
        // A source without its text is the scenario's file of that name.
        for (std::uint32_t i = 1; number == 0 && twin != nullptr && i < recording.source_count(); ++i) {
            const std::filesystem::path path(recording.source(i).path);
            if (recording.source(i).language == language &&
                path.filename() == std::filesystem::path(twin->path).filename())
                number = i;
        }
        set(scene, *file, shown, number);
    }
}

Color code_color(const Theme& theme, TokenKind kind) {
    switch (kind) {
        case TokenKind::keyword: return theme.keyword;
        case TokenKind::string: return theme.string;
        case TokenKind::number: return theme.number;
        case TokenKind::comment: return theme.comment;
        default: return theme.text;
    }
}

// The line of `file` for a place in the recorded source.
std::uint32_t SourcePanel::line_in(const File& file, SourcePlace place) const {
    if (place.line == 0) return 0;
    if (file.number != 0) {
        return file.number == place.source ? place.line : 0;
    }
    return &file == &python_ ? twins_.shown_left_of(place.line) : twins_.shown_right_of(place.line);
}

}  // namespace loopscope::viz
