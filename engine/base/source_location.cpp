#include "engine/base/source_location.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <vector>

namespace asyncio::detail {

namespace {

// Where the headers of C++ itself are: a call by std::invoke() is made there. Empty if that cannot be told.
std::string_view library_folder() {
    constexpr auto here = [](std::source_location where = std::source_location::current()) { return where; };
    const std::string_view invoke = std::invoke(here).file_name();
    const std::size_t folder = invoke.find("/c++/");
    return invoke.substr(0, folder == std::string_view::npos ? 0 : folder + 5);
}

// Complete before main() begins.
std::vector<std::string_view>& engine_folders() {
    static std::vector<std::string_view> folders;
    return folders;
}

}  // namespace

EngineFolder::EngineFolder(std::string_view header) {
    header.remove_suffix(std::string_view("base/source_location.h").size());
    auto& folders = engine_folders();
    if (std::find(folders.begin(), folders.end(), header) == folders.end()) folders.push_back(header);
}

bool is_engine_file(std::string_view path) {
    static const std::string_view library = library_folder();
    const auto is_in = [&](std::string_view folder) { return path.starts_with(folder); };
    return path.empty() || (!library.empty() && is_in(library)) ||
           std::any_of(engine_folders().begin(), engine_folders().end(), is_in);
}

std::string function_name(std::string_view text) {
    constexpr std::string_view kUnnamed = "(anonymous ";  // clang's namespaces and classes, no parameters
    int depth = 0;
    std::size_t end = text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with(kUnnamed)) i = std::min(text.find(')', i), text.size() - 1);
        if (text[i] == '<')
            ++depth;
        else if (text[i] == '>')
            --depth;
        else if (text[i] == '(' && depth == 0) {
            end = i;
            break;
        }
    }
    text = text.substr(0, end);
    if (text.find("lambda") != std::string_view::npos || text.ends_with("operator")) return "<lambda>";
    while (text.ends_with('>')) text = text.substr(0, text.find('<'));
    const auto start = text.find_last_of(" :*&");
    return std::string(start == std::string_view::npos ? text : text.substr(start + 1));
}

std::string function_name(const std::source_location& where) {
    return function_name(std::string_view(where.function_name()));
}

std::string source_line(const std::string& path, std::uint32_t line) {
    std::ifstream in(path);
    std::string text;
    for (; line > 0 && std::getline(in, text); --line) {}
    if (line > 0) return {};
    const auto first = text.find_first_not_of(" \t\r");
    return first == std::string::npos ? std::string()
                                      : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace asyncio::detail
