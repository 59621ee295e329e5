#include "viz/export/html.h"

#include "viz/export/narrative.h"
#include "viz/export/svg.h"

namespace loopscope::viz {

namespace {

constexpr const char* kPageStyle =
    "body{font:16px/1.5 Inter,'DejaVu Sans',sans-serif;color:#1A1F2B;max-width:76em;margin:2em "
    "auto;padding:0 1em}"
    "pre{background:#F6F7F9;padding:1em;overflow:auto;font:14px/1.45 'JetBrains Mono','DejaVu Sans "
    "Mono',monospace}"
    "h2{margin-top:1.6em}ol{padding-left:2.4em}.drawing{overflow:auto;border:1px solid #DDE1E8}"
    "li.turn{list-style:none;counter-increment:list-item 0;margin:.8em 0 .2em -2.4em;font-weight:600}";

std::string heading(const std::string& text) { return "<h2>" + xml_text(text) + "</h2>\n"; }

std::string output_of(const Store& store) {
    std::string text;
    for (const trace::EventIndex event : store.prints()) text += store.text(store.event(event).text) + "\n";
    return text;
}

}  // namespace

std::string to_html(Store& store, const Words& words, std::string_view language,
                    const std::vector<NamedPhase>& phases) {
    const trace::Recording& recording = store.recording();
    const std::string title = xml_text(run_title(recording.header));
    std::string page = "<!DOCTYPE html>\n<html lang=\"" + std::string(language) +
                       "\">\n<head><meta charset=\"utf-8\"><title>" + title + "</title><style>" + kPageStyle +
                       "</style></head>\n<body>\n<h1>" + title + "</h1>\n<div class=\"drawing\">\n" +
                       timeline_svg(store, {.phases = phases}, words) + "</div>\n";
    page += heading(words["view.output"]) + "<pre>" + xml_text(output_of(store)) + "</pre>\n";
    page += heading(words["html.told"]) + "<ol>\n";
    for (const Told& told : tell(store, words)) {
        page += told.begins_turn ? "<li class=\"turn\">" : "<li>";
        page += xml_text(told.sentence) + "</li>\n";
    }
    page += "</ol>\n" + heading(words["view.source"]);
    for (std::uint32_t i = 1; i < recording.source_count(); ++i) {
        const trace::Source& source = recording.source(i);
        if (source.text.empty()) continue;
        page += "<h3>" + xml_text(source.path) + "</h3>\n<pre>" + xml_text(source.text) + "</pre>\n";
    }
    return page + "</body>\n</html>\n";
}

}  // namespace loopscope::viz
