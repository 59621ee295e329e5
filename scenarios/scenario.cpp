#include "scenarios/scenario.h"

#include "engine/recorder.h"
#include "scenarios/registry.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <optional>

namespace loopscope::scenarios {

namespace {

template <class T>
struct JsonValue {
    static bool fits(const nlohmann::json& json);
    static T get(const nlohmann::json& json) { return json.get<T>(); }
};
template <>
bool JsonValue<double>::fits(const nlohmann::json& json) {
    return json.is_number();
}
template <>
bool JsonValue<int>::fits(const nlohmann::json& json) {
    return json.is_number_integer();
}
template <>
bool JsonValue<bool>::fits(const nlohmann::json& json) {
    return json.is_boolean();
}
template <>
bool JsonValue<std::string>::fits(const nlohmann::json& json) {
    return json.is_string();
}

template <class T>
struct JsonValue<std::optional<T>> {
    static bool fits(const nlohmann::json& json) { return json.is_null() || JsonValue<T>::fits(json); }
    static std::optional<T> get(const nlohmann::json& json) {
        return json.is_null() ? std::nullopt : std::optional<T>(json.get<T>());
    }
};

}  // namespace

template <class T>
T Parameters::get(const std::string& name) const {
    const auto it = values_.find(name);
    if (it == values_.end()) throw asyncio::KeyError("no parameter " + name);
    const auto json = nlohmann::json::parse(it->second, nullptr, false);
    if (!JsonValue<T>::fits(json)) throw asyncio::TypeError("parameter " + name + " cannot be " + it->second);
    return JsonValue<T>::get(json);
}

template double Parameters::get<double>(const std::string&) const;
template int Parameters::get<int>(const std::string&) const;
template bool Parameters::get<bool>(const std::string&) const;
template std::string Parameters::get<std::string>(const std::string&) const;
template std::optional<double> Parameters::get<std::optional<double>>(const std::string&) const;
template std::optional<int> Parameters::get<std::optional<int>>(const std::string&) const;
template std::optional<std::string> Parameters::get<std::optional<std::string>>(const std::string&) const;

TemporaryDirectory::TemporaryDirectory()
    : path_(std::filesystem::temp_directory_path() / "loopscope_XXXXXX") {
    if (!::mkdtemp(path_.data())) throw asyncio::OSError(errno, "no temporary folder", path_);
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;  // a folder that stays does no harm
    std::filesystem::remove_all(path_, ignored);
}

trace::Recording run(const Scenario& scenario, const Parameters& parameters,
                     const std::vector<trace::Intervention>& interventions) {
    asyncio::Recorder recorder([&](const std::string& path) {
        return path == scenario.cpp.path ? scenario.cpp.text : std::string();
    });
    trace::Header& header = recorder.recording().header;
    header.program = scenario.name;
    header.parameters = parameters.values();
    header.interventions = interventions;
    // Printed lines and reported errors are events of the recording; nothing goes to the terminal.
    const std::function<void(std::string_view)> output = [](std::string_view) {};
    asyncio::RunOptions options;
    options.clock = asyncio::ClockKind::virtual_time;
    options.observer = &recorder;
    options.output = &output;
    options.errors = &output;
    options.interventions = &interventions;
    std::optional<asyncio::gc::Tracking> tracking;
    if (scenario.references) tracking.emplace();
    try {
        // Nowhere: that a scenario is started here is no line of its own.
        asyncio::run(scenario.main(parameters), options, std::source_location());
    } catch (...) {
        if (!recorder.ended()) recorder.printed("main raised " + asyncio::repr(std::current_exception()), 0);
    }
    return recorder.take();
}

}  // namespace loopscope::scenarios
