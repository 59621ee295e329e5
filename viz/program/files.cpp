#include "viz/program/files.h"

#include "viz/program/errors.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>

namespace loopscope::program {
namespace {

void write_stdout(const std::string& content) {
    const std::size_t written = std::fwrite(content.data(), 1, content.size(), stdout);
    if (written != content.size() || std::fflush(stdout) != 0) {
        throw SubjectError(fmt::format("cannot write to the standard output: {}.", std::strerror(errno)));
    }
}

// Devices and pipes cannot be replaced: they are written to as they are.
void write_in_place(const std::string& path, const std::string& content) {
    std::ofstream file(path, std::ios::binary);
    file << content;
    file.close();
    if (!file) throw SubjectError(fmt::format("cannot write {}: {}.", path, std::strerror(errno)));
}

}  // namespace

trace::ReadResult read_recording(const std::string& path) {
    trace::ReadResult read;
    if (path == "-") {
        const std::string text{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
        read = trace::read_text(text);
    } else {
        std::error_code problem;
        const auto status = std::filesystem::status(path, problem);
        if (!std::filesystem::exists(status)) throw UsageError(fmt::format("there is no file {}.", path));
        if (std::filesystem::is_directory(status)) {
            throw UsageError(fmt::format("{} is a folder: name a recording.", path));
        }
        read = trace::read_file(path);
    }
    if (!read.usable) {
        const std::string name = path == "-" ? "the standard input" : path;
        throw SubjectError(fmt::format("{} cannot be shown: {}", name, read.first_error()));
    }
    return read;
}

void write_output(const std::string& path, const std::string& content) {
    if (path.empty() || path == "-") return write_stdout(content);
    std::error_code problem;
    const auto status = std::filesystem::status(path, problem);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) return write_in_place(path, content);
    const std::string temporary = path + ".part";
    write_in_place(temporary, content);
    std::filesystem::rename(temporary, path, problem);
    if (problem) throw SubjectError(fmt::format("cannot write {}: {}.", path, problem.message()));
}

}  // namespace loopscope::program
