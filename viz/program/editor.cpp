#include "viz/program/editor.h"

#include "viz/data/runs/parameter_lines.h"
#include "viz/program/child.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace loopscope::program {
namespace {

namespace fs = std::filesystem;

// They would write over the terminal that we were started from, or have none.
constexpr std::string_view kInTerminals[] = {"vi",    "vim", "nvim",  "nano",   "pico",  "ed",
                                             "ex",    "joe", "jed",   "mcedit", "ne",    "hx",
                                             "helix", "kak", "micro", "view",   "editor"};

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

std::vector<std::string> words_of(const std::string& command) {
    std::istringstream words(command);
    return {std::istream_iterator<std::string>(words), {}};
}

bool needs_terminal(const std::vector<std::string>& command) {
    const std::string name = fs::path(command.front()).filename().string();
    const auto is_option = [](const std::string& word) {
        return word == "-nw" || word == "-t" || word == "--tty";
    };
    return std::find(std::begin(kInTerminals), std::end(kInTerminals), name) != std::end(kInTerminals) ||
           (name.starts_with("emacs") && std::any_of(command.begin(), command.end(), is_option));
}

bool is_copy_of(const fs::path& file, const std::string& scenario) {
    std::ifstream in(file);
    std::string line;
    return std::getline(in, line) && line == std::string(viz::kCopyOf) + scenario;
}

viz::Saying failed(const std::vector<std::string>& command, const std::string& why) {
    return viz::Saying::of("notice.no_editor", {{"command", command.front()}, {"why", why}});
}

}  // namespace

fs::path place_for_copy(const std::string& scenario) {
    const std::string home = variable("HOME");
    const fs::path folder = (home.empty() ? fs::current_path() : fs::path(home)) / "loopscope";
    fs::create_directories(folder);
    fs::path path = folder / (scenario + ".py");
    for (int number = 2; fs::exists(path) && !is_copy_of(path, scenario); ++number)
        path = folder / (scenario + "_" + std::to_string(number) + ".py");
    return path;
}

std::vector<std::string> editor_command() {
    for (const char* name : {"VISUAL", "EDITOR"}) {
        std::vector<std::string> command = words_of(variable(name));
        if (!command.empty() && !needs_terminal(command)) return command;
    }
    return {"xdg-open"};
}

std::future<viz::Saying> open_in_editor(const fs::path& file) {
    std::promise<viz::Saying> told;
    std::future<viz::Saying> result = told.get_future();
    const std::vector<std::string> editor = editor_command();
    ChildStart start{.command = editor, .environment = {}};
    start.command.push_back(file.string());
    for (char** at = environ; *at != nullptr; ++at) start.environment.emplace_back(*at);
    try {
        // It outlives us; somebody has to wait for it as long as we are there.
        std::thread([child = start_child(start), editor, told = std::move(told)]() mutable {
            int status = 0;
            while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
            const bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
            told.set_value(well ? viz::Saying()
                                : failed(editor, "exit code " + std::to_string(WEXITSTATUS(status))));
        }).detach();
    } catch (const std::system_error& error) {
        std::promise<viz::Saying> at_once;
        result = at_once.get_future();
        at_once.set_value(failed(editor, error.code().message()));
    }
    return result;
}

}  // namespace loopscope::program
