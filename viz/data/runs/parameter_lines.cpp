#include "viz/data/runs/parameter_lines.h"

#include <algorithm>
#include <cctype>

namespace loopscope::viz {

namespace {

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

// A JSON value as the language writes it.
std::string in_source(const std::string& json, bool python) {
    if (json == "null") return python ? "None" : "std::nullopt";
    if (python && json == "true") return "True";
    if (python && json == "false") return "False";
    return json;
}

// `NAME = literal` at the beginning of a line.
void find_constant(std::string_view line, std::uint32_t number, const std::string& name,
                   const std::string& value, std::vector<ParameterMark>& marks) {
    const std::string start = upper(name) + " = ";
    if (!line.starts_with(start)) return;
    const std::string_view literal = line.substr(start.size());
    const std::string now = in_source(value, true);
    marks.push_back({number, static_cast<std::uint32_t>(start.size()),
                     static_cast<std::uint32_t>(literal.size()),
                     literal == now ? std::string() : start + now});
}

// `.get<T>("name")`, with what stands before the dot.
void find_requests(std::string_view line, std::uint32_t number, const std::string& name,
                   const std::string& value, std::vector<ParameterMark>& marks) {
    const std::string end = ">(\"" + name + "\")";
    for (std::size_t at = line.find(end); at != line.npos; at = line.find(end, at + 1)) {
        std::size_t begin = line.rfind(".get<", at);
        if (begin == line.npos) continue;
        while (begin > 0 &&
               (std::isalnum(static_cast<unsigned char>(line[begin - 1])) || line[begin - 1] == '_'))
            --begin;
        marks.push_back({number, static_cast<std::uint32_t>(begin),
                         static_cast<std::uint32_t>(at + end.size() - begin),
                         name + " = " + in_source(value, false)});
    }
}

}  // namespace

std::vector<ParameterMark> parameter_marks(std::string_view source, bool python,
                                           const std::map<std::string, std::string>& values) {
    std::vector<ParameterMark> marks;
    std::uint32_t number = 0;
    while (!source.empty() && !values.empty()) {
        const std::string_view line = source.substr(0, source.find('\n'));
        source.remove_prefix(std::min(line.size() + 1, source.size()));
        const auto in_line = static_cast<std::ptrdiff_t>(marks.size());
        ++number;
        for (const auto& [name, value] : values)
            (python ? find_constant : find_requests)(line, number, name, value, marks);
        std::sort(marks.begin() + in_line, marks.end(),
                  [](const ParameterMark& a, const ParameterMark& b) { return a.begin < b.begin; });
    }
    return marks;
}

std::string with_values(std::string source, const std::map<std::string, std::string>& values) {
    std::uint32_t line = 1;
    std::size_t begin = 0;
    for (const ParameterMark& mark : parameter_marks(source, true, values)) {
        for (; line < mark.line; ++line) begin = source.find('\n', begin) + 1;
        constexpr std::string_view kIs = " = ";
        if (const std::size_t is = mark.note.find(kIs); is != std::string::npos)
            source.replace(begin + mark.begin, mark.length, mark.note.substr(is + kIs.size()));
    }
    return source;
}

bool differ_in_values_only(std::string_view twin, std::string_view copy,
                           const std::map<std::string, std::string>& values) {
    if (copy.starts_with(kCopyOf)) copy.remove_prefix(std::min(copy.find('\n'), copy.size() - 1) + 1);
    return with_values(std::string(twin), values) == with_values(std::string(copy), values);
}

}  // namespace loopscope::viz
