#include "viz/program/formats.h"

#include "course/facts.h"
#include "engine/trace/step_log.h"
#include "engine/trace/writer.h"
#include "viz/data/explain/critical_path.h"
#include "viz/export/csv.h"
#include "viz/export/html.h"
#include "viz/export/narrative.h"
#include "viz/export/pdf.h"
#include "viz/export/perfetto.h"
#include "viz/export/svg.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace loopscope::program {
namespace {

using trace::Recording;

std::string narrative(Recording recording, const RenderWish& wish) {
    viz::Store store(std::move(recording));
    return viz::narrative(store, viz::Words::of(wish.language));
}

std::string critical_path(Recording recording, const RenderWish& wish) {
    viz::Store store(std::move(recording));
    const viz::Words& words = viz::Words::of(wish.language);
    store.speak(words);
    return viz::path_report(store, viz::critical_path(store), words);
}

std::string svg(Recording recording, const RenderWish& wish) {
    viz::Store store(std::move(recording));
    viz::DrawingWish drawing{.from = wish.from, .to = wish.to, .at = wish.at, .phases = wish.phases};
    return viz::timeline_svg(store, drawing, viz::Words::of(wish.language));
}

std::string pdf(Recording recording, const RenderWish& wish) {
    return viz::pdf_of_drawing(svg(std::move(recording), wish));
}

std::string html(Recording recording, const RenderWish& wish) {
    viz::Store store(std::move(recording));
    return viz::to_html(store, viz::Words::of(wish.language), wish.language, wish.phases);
}

// The forms that know no wishes.
template <std::string (*kRender)(const Recording&)>
std::string plain(Recording recording, const RenderWish&) {
    return kRender(recording);
}

struct Format {
    const char* name;
    std::string (*render)(Recording, const RenderWish&);
};

constexpr Format kFormats[] = {
    {"text", plain<program_output>},
    {"narrative", narrative},
    {"critical-path", critical_path},
    {"steps", plain<trace::step_log>},
    {"lines", plain<course::lines_text>},
    {"recording", plain<trace::to_text>},
    {"perfetto", plain<viz::to_perfetto>},
    {"csv", plain<viz::to_csv>},
    {"svg", svg},
    {"pdf", pdf},
    {"html", html},
};

}  // namespace

std::vector<std::string> format_names() {
    std::vector<std::string> names;
    for (const Format& format : kFormats) names.emplace_back(format.name);
    return names;
}

std::string format_of_file(const std::filesystem::path& file) {
    constexpr std::pair<const char*, const char*> kEndings[] = {
        {".loopscope", "recording"}, {".svg", "svg"}, {".pdf", "pdf"}, {".html", "html"}, {".csv", "csv"}};
    for (const auto& [ending, format] : kEndings)
        if (file.extension() == ending) return format;
    return kFormats[0].name;
}

std::string render(Recording recording, const RenderWish& wish) {
    const auto* at = std::find_if(std::begin(kFormats), std::end(kFormats),
                                  [&](const Format& f) { return f.name == wish.format; });
    if (at == std::end(kFormats)) throw std::logic_error("unknown format " + wish.format);
    return at->render(std::move(recording), wish);
}

std::string program_output(const trace::Recording& recording) {
    std::string out;
    for (std::size_t i = 0; i < recording.events.size(); ++i) {
        const trace::Event& event = recording.events[i];
        if (event.kind != trace::EventKind::print) continue;
        out += recording.string(event.text);
        if ((event.flags & trace::kGoesOn) == 0) out += '\n';
    }
    return out;
}

}  // namespace loopscope::program
