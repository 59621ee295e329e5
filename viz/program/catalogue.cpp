#include "viz/program/catalogue.h"

#include "viz/program/errors.h"
#include "viz/program/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace loopscope::program {
namespace {

using Json = nlohmann::ordered_json;

// The language of the command line.
const std::string kEnglish = "en";

// The text of that key, or of KEY.near if one of the candidates could have been meant.
viz::Saying unknown(const std::string& key, const std::string& typed,
                    const std::vector<std::string>& candidates, viz::Saying::Values values = {}) {
    const std::string near = nearest(typed, candidates);
    values.insert(values.end(), {{"name", typed}, {"near", near}});
    return viz::Saying::of(near.empty() ? key : key + ".near", std::move(values));
}

// The value as JSON; text that is no JSON is a string, so that --set mode=tcp needs no quotes.
Json parse_value(const std::string& text) {
    Json value = Json::parse(text, nullptr, false);
    return value.is_primitive() && !value.is_discarded() ? value : Json(text);
}

// Numbers may lie between the listed ones; whatever else must be listed.
bool suits(const Json& value, const std::vector<Json>& listed) {
    // 2.0 is not 2: the program would get a number with a fraction.
    const auto same = [&](const Json& each) {
        return each == value && (each.is_number_float() || !value.is_number_float());
    };
    if (std::any_of(listed.begin(), listed.end(), same)) return true;
    const bool fractions =
        std::any_of(listed.begin(), listed.end(), [](const Json& j) { return j.is_number_float(); });
    if (!(value.is_number_integer() || (fractions && value.is_number()))) return false;
    std::vector<double> numbers;
    for (const Json& j : listed) {
        if (j.is_number()) numbers.push_back(j.get<double>());
    }
    if (numbers.empty()) return false;
    const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
    return *low <= value.get<double>() && value.get<double>() <= *high;
}

// As it is typed on the command line: strings without quotes.
std::string plain(const std::string& json) {
    const Json value = Json::parse(json);
    return value.is_string() ? value.get<std::string>() : json;
}

std::string plain_list(const std::vector<std::string>& values) {
    std::string out;
    for (const std::string& value : values) out += (out.empty() ? "" : ", ") + plain(value);
    return out;
}

Json parameter_json(const viz::ParameterInfo& parameter) {
    Json values = Json::array();
    for (const std::string& value : parameter.values) values.push_back(Json::parse(value));
    return {{"name", parameter.name},
            {"label", parameter.label.in(kEnglish)},
            {"default", Json::parse(parameter.default_value)},
            {"values", values}};
}

}  // namespace

const CatalogueEntry* Catalogue::find(const std::string& name) const {
    const auto at =
        std::find_if(scenarios.begin(), scenarios.end(), [&](const auto& e) { return e.info.name == name; });
    return at == scenarios.end() ? nullptr : &*at;
}

const CatalogueEntry& Catalogue::get(const std::string& name) const {
    if (const CatalogueEntry* entry = find(name)) return *entry;
    std::vector<std::string> names;
    for (const CatalogueEntry& entry : scenarios) names.push_back(entry.info.name);
    throw UsageError(unknown("why.no_scenario", name, names));
}

void throw_unknown(const Catalogue& catalogue, const std::string& what) {
    if (what.find_first_of("./") != std::string::npos)
        throw UsageError(viz::Saying::of("why.no_file", {{"path", what}}));
    std::vector<std::string> names;
    for (const CatalogueEntry& entry : catalogue.scenarios) names.push_back(entry.info.name);
    throw UsageError(unknown("why.neither", what, names));
}

viz::ParameterValues parameter_values(const CatalogueEntry& entry,
                                      const std::vector<std::string>& assignments) {
    const viz::ScenarioInfo& info = entry.info;
    viz::ParameterValues values;
    std::vector<std::string> names;
    for (const viz::ParameterInfo& parameter : info.parameters) {
        values[parameter.name] = parameter.default_value;
        names.push_back(parameter.name);
    }
    for (const std::string& assignment : assignments) {
        const std::size_t equals = assignment.find('=');
        if (equals == std::string::npos)
            throw UsageError(fmt::format("--set {}: write NAME=VALUE.", assignment));
        const std::string name = assignment.substr(0, equals);
        const auto parameter = std::find_if(info.parameters.begin(), info.parameters.end(),
                                            [&](const auto& p) { return p.name == name; });
        if (parameter == info.parameters.end()) {
            const viz::Saying::Values values_of = {{"scenario", info.name},
                                                   {"all", fmt::format("{}", fmt::join(names, ", "))}};
            throw UsageError(names.empty() ? viz::Saying::of("why.no_parameters", values_of)
                                           : unknown("why.no_parameter", name, names, values_of));
        }
        std::vector<Json> listed;
        for (const std::string& value : parameter->values) listed.push_back(Json::parse(value));
        const Json value = parse_value(assignment.substr(equals + 1));
        if (!suits(value, listed)) {
            throw UsageError(viz::Saying::of("why.no_value", {{"name", name},
                                                              {"scenario", info.name},
                                                              {"value", assignment.substr(equals + 1)},
                                                              {"all", plain_list(parameter->values)}}));
        }
        values[name] = value.dump();
    }
    return values;
}

std::string list_text(const Catalogue& catalogue) {
    std::string out, chapter;
    std::size_t width = 0;
    for (const CatalogueEntry& entry : catalogue.scenarios) width = std::max(width, entry.info.name.size());
    for (const CatalogueEntry& entry : catalogue.scenarios) {
        const viz::ScenarioInfo& info = entry.info;
        if (info.chapter.in(kEnglish) != chapter)
            out += fmt::format("{}{}\n", out.empty() ? "" : "\n", info.chapter.in(kEnglish));
        chapter = info.chapter.in(kEnglish);
        out += fmt::format("  {:<{}}  {}\n", info.name, width, info.title.in(kEnglish));
        for (const viz::ParameterInfo& parameter : info.parameters) {
            out += fmt::format("  {:<{}}    --set {}={}  ({}: {})\n", "", width, parameter.name,
                               plain(parameter.default_value), parameter.label.in(kEnglish),
                               plain_list(parameter.values));
        }
    }
    return out;
}

std::string list_json(const Catalogue& catalogue) {
    Json list = Json::array();
    for (const CatalogueEntry& entry : catalogue.scenarios) {
        const viz::ScenarioInfo& info = entry.info;
        Json parameters = Json::array();
        for (const viz::ParameterInfo& parameter : info.parameters)
            parameters.push_back(parameter_json(parameter));
        Json sources = Json::array();
        for (const trace::Source& source : info.sources) {
            sources.push_back({{"path", source.path}, {"language", source.language}});
        }
        list.push_back({{"name", info.name},
                        {"title", info.title.in(kEnglish)},
                        {"chapter", info.chapter.in(kEnglish)},
                        {"idea", info.idea.in(kEnglish)},
                        {"layer", info.layer},
                        {"views", info.views},
                        {"axis", info.by_clock ? "clock" : "turns"},
                        {"needs", entry.needs},
                        {"parameters", parameters},
                        {"sources", sources}});
    }
    return list.dump(2) + "\n";
}

}  // namespace loopscope::program
