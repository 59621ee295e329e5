#include "viz/program/files.h"

#include "engine/trace/output_file.h"
#include "viz/program/errors.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <system_error>

namespace loopscope::program {
using viz::Saying;

namespace {

void write_stdout(const std::string& content) {
    const std::size_t written = std::fwrite(content.data(), 1, content.size(), stdout);
    if (written != content.size() || std::fflush(stdout) != 0) {
        throw SubjectError(fmt::format("cannot write to the standard output: {}.", std::strerror(errno)));
    }
}

}  // namespace

trace::ReadResult read_input(const std::string& path, const trace::Progress& progress) {
    if (path == "-") {
        return trace::read_text(
            std::string{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()});
    }
    std::error_code problem;
    const auto status = std::filesystem::status(path, problem);
    if (!std::filesystem::exists(status)) throw UsageError(Saying::of("why.no_file", {{"path", path}}));
    if (std::filesystem::is_directory(status)) throw UsageError(Saying::of("why.folder", {{"path", path}}));
    return trace::read_file(path, progress);
}

trace::ReadResult read_recording(const std::string& path, const trace::Progress& progress) {
    trace::ReadResult read = read_input(path, progress);
    if (!read.usable && path.ends_with(".py"))
        throw SubjectError(
            fmt::format("{0} is a program, not a recording. `loopscope record {0}` makes one.", path));
    if (!read.usable) throw SubjectError(fmt::format("cannot show {}: {}", path, read.first_error()));
    return read;
}

void write_output(const std::string& path, const std::string& content) {
    if (path.empty() || path == "-") return write_stdout(content);
    std::error_code problem;
    const auto folder = std::filesystem::path(path).parent_path();
    if (!folder.empty() && !std::filesystem::is_directory(folder, problem)) {
        throw UsageError(Saying::of("why.no_folder", {{"path", folder.string()}}));
    }
    const auto status = std::filesystem::status(path, problem);
    if (std::filesystem::is_directory(status))
        throw UsageError(Saying::of("why.folder_there", {{"path", path}}));
    try {
        trace::replace_file(path, [&](trace::OutputFile& file) { file.write(content); });
    } catch (const std::system_error& error) {
        throw SubjectError(
            Saying::of("why.not_written", {{"path", path}, {"reason", error.code().message()}}));
    }
}

}  // namespace loopscope::program
