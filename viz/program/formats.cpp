#include "viz/program/formats.h"

#include "course/facts.h"
#include "engine/trace/step_log.h"
#include "engine/trace/writer.h"
#include "viz/export/csv.h"
#include "viz/export/perfetto.h"

#include <algorithm>
#include <stdexcept>

namespace loopscope::program {
namespace {

struct Format {
    const char* name;
    std::string (*render)(const trace::Recording&);
};

constexpr Format kFormats[] = {
    {"text", program_output},      {"steps", trace::step_log},     {"lines", course::lines_text},
    {"recording", trace::to_text}, {"perfetto", viz::to_perfetto}, {"csv", viz::to_csv},
};

}  // namespace

std::vector<std::string> format_names() {
    std::vector<std::string> names;
    for (const Format& format : kFormats) names.emplace_back(format.name);
    return names;
}

std::string render(const trace::Recording& recording, const std::string& name) {
    const auto* at = std::find_if(std::begin(kFormats), std::end(kFormats),
                                  [&](const Format& f) { return f.name == name; });
    if (at == std::end(kFormats)) throw std::logic_error("unknown format " + name);
    return at->render(recording);
}

std::string program_output(const trace::Recording& recording) {
    std::string out;
    for (std::size_t i = 0; i < recording.events.size(); ++i) {
        const trace::Event& event = recording.events[i];
        if (event.kind == trace::EventKind::print) out.append(recording.string(event.text)).push_back('\n');
    }
    return out;
}

}  // namespace loopscope::program
