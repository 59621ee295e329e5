#include "viz/program/command_line.h"

#include "viz/program/commands.h"
#include "viz/program/errors.h"
#include "viz/program/option_kinds.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace loopscope::program {
namespace {

const char* const kFooter =
    "Exit codes: 0, 1 (what you asked about is bad), 2 (what you typed is bad).\n"
    "The commands list, run, ask, handout, record, show, check, compare, explore and screenshot need no "
    "display, and neither does\n"
    "live --no-window.";

// Builds the parser; each command leaves in `action_` what is to be done.
class CommandLine {
public:
    explicit CommandLine(const Catalogue& catalogue) : catalogue_(catalogue) {
        app_.require_subcommand(0, 1);
        app_.set_version_flag("--version", "loopscope " LOOPSCOPE_VERSION);
        app_.footer(kFooter);
        app_.add_option("WHAT", what_,
                        "A scenario, a lesson plan, a recording or a PROGRAM.py; nothing opens the course")
            ->type_name("");
        add_set(&app_, assignments_);
        add_help();
        add_list();
        add_run();
        add_ask();
        add_handout();
        add_answers();
        add_record();
        add_show();
        add_check();
        add_compare();
        add_explore();
        add_screenshot();
        add_make();
        add_notes();
        add_live();
    }

    int run(int argc, const char* const* argv) {
        app_.parse(argc, argv);
        return action_ ? action_() : open_window(catalogue_, what_, assignments_);
    }

    int print_help(const CLI::ParseError& request) { return app_.exit(request); }

    // "loopscope run --help", if `run` was typed.
    std::string help_command() const {
        std::string command = "loopscope ";
        for (const CLI::App* subcommand : app_.get_subcommands()) command += subcommand->get_name() + " ";
        return command + "--help";
    }

private:
    void add_help() {
        CLI::App* command = app_.add_subcommand("help", "This, or what COMMAND --help says");
        command->add_option("COMMAND", about_, "One of these commands")->type_name("");
        command->callback([this] { action_ = [this] { return say_help(); }; });
    }

    int say_help() try {
        const CLI::App* about = about_.empty() ? &app_ : app_.get_subcommand(about_);
        const std::string name = about_.empty() ? "loopscope" : "loopscope " + about_;
        fmt::print("{}", app_.get_formatter()->make_help(about, name, CLI::AppFormatMode::Normal));
        return kExitOk;
    } catch (const CLI::OptionNotFound&) {
        throw UsageError(fmt::format("there is no command {}. `loopscope help` names all.", about_));
    }

    void add_list() {
        CLI::App* command = app_.add_subcommand("list", "Scenarios by chapter, with their parameters");
        command->add_flag("--json", json_, "For programs to read");
        command->callback([this] { action_ = [this] { return run_list(catalogue_, json_); }; });
    }

    void add_run() {
        CLI::App* command = app_.add_subcommand("run", "Run a scenario and print what it did");
        command->add_option("SCENARIO", run_.scenario, "Its name, see `loopscope list`")
            ->required()
            ->type_name("");
        add_set(command, run_.assignments);
        command
            ->add_option("--intervene", run_.interventions,
                         "What if: cancel, fail, delay, fire, drop, cut, hold or first, an object, an amount "
                         "and the moment: \"cancel Task-2 @3.2\" (turn.entry, or events); may be repeated")
            ->type_name("WHAT")
            ->expected(1)
            ->take_all();
        add_output(command, run_.form, run_.output);
        command->callback([this] {
            choose_format(run_.form, run_.output);
            action_ = [this] { return run_scenario(catalogue_, run_); };
        });
    }

    void add_ask() {
        CLI::App* command = app_.add_subcommand("ask", "The questions about a scenario, with their answers");
        command->add_option("SCENARIO", ask_.scenario, "Its name, see `loopscope list`")
            ->required()
            ->type_name("");
        add_set(command, ask_.assignments);
        command
            ->add_option("--recording", ask_.recording, "Answer the first question from this recording of it")
            ->type_name("FILE");
        add_language(command, ask_.language);
        command->add_flag("--json", ask_.json, "For programs to read");
        command->callback([this] { action_ = [this] { return run_ask(catalogue_, ask_); }; });
    }

    void add_handout() {
        CLI::App* command = app_.add_subcommand("handout", "Print a scenario or a lesson plan on paper");
        command
            ->add_option("WHAT", handout_.what,
                         "A scenario, a lesson plan, or: cards, four letters to raise for a vote")
            ->required()
            ->type_name("");
        command
            ->add_option("-o,--output", handout_.output, "PDF: to fill in, then the solution; SVG: one page")
            ->required()
            ->type_name("FILE.pdf|FILE.svg");
        add_set(command, handout_.assignments);
        add_language(command, handout_.language, "The language (default: that of the plan's name, else en)");
        command->add_flag("--solution", handout_.solution, "An SVG of the solution");
        command->add_flag("--notes", handout_.notes,
                          "Of a lesson plan the teacher's notes, with times and answers");
        command->callback([this] { action_ = [this] { return run_handout(catalogue_, handout_); }; });
    }

    void add_answers() {
        CLI::App* command =
            app_.add_subcommand("answers", "What was answered so far, by oneself or by a class");
        command->add_option("FILES", answer_files_, "Answers handed in; none: one's own")->type_name("");
        command->add_flag("--export", raw_answers_, "As a file to hand in");
        command->callback(
            [this] { action_ = [this] { return run_answers(catalogue_, answer_files_, raw_answers_); }; });
    }

    void add_record() {
        CLI::App* command = app_.add_subcommand("record", "Run a Python program under CPython and record it");
        command
            ->add_option("PROGRAM.py", record_.program,
                         "The program, or the folder of a package with a __main__.py")
            ->required()
            ->type_name("");
        command->add_option("ARGS", record_.arguments, "The program's own arguments, after --")
            ->type_name("");
        command->add_option("-o,--output", record_.output, "The recording; else PROGRAM.loopscope here")
            ->type_name("FILE");
        command->add_flag("-m", record_.module, "PROGRAM is the name of a module, as for python -m");
        command
            ->add_option("--python", record_.python,
                         "The interpreter (default: python3, or LOOPSCOPE_PYTHON)")
            ->type_name("COMMAND");
        command->add_flag("--real-time", record_.real_time,
                          "Wait for real instead of jumping to the next timer");
        command->callback([this] { action_ = [this] { return run_record(record_); }; });
    }

    void add_show() {
        CLI::App* command = app_.add_subcommand("show", "Print a recording in another form");
        command->add_option("FILE", show_.file, "The recording; - is the standard input")
            ->required()
            ->type_name("");
        add_output(command, show_.form, show_.output);
        command->callback([this] {
            choose_format(show_.form, show_.output);
            action_ = [this] { return run_show(catalogue_, show_); };
        });
    }

    void add_check() {
        CLI::App* command = app_.add_subcommand("check", "Is this a sound recording?");
        command->add_option("FILE", check_file_, "The recording; - is the standard input")
            ->required()
            ->type_name("");
        command->callback([this] { action_ = [this] { return run_check(check_file_); }; });
    }

    void add_compare() {
        CLI::App* command = app_.add_subcommand("compare", "Where do two runs first differ, and why?");
        command->add_option("BEFORE", compare_.before, "A recording, or a scenario to run")
            ->required()
            ->type_name("");
        command->add_option("AFTER", compare_.after, "The other one; none: BEFORE with --set")->type_name("");
        add_set(command, compare_.assignments);
        add_language(command, compare_.language);
        command->callback([this] { action_ = [this] { return run_compare(catalogue_, compare_); }; });
    }

    void add_explore() {
        CLI::App* command = app_.add_subcommand(
            "explore", "Search for an order of the ready handles that breaks what you expect");
        command->add_option("SCENARIO", explore_.scenario, "Its name, see `loopscope list`")
            ->required()
            ->type_name("");
        add_set(command, explore_.assignments);
        command
            ->add_option(
                "--expect", explore_.expectation,
                "What must hold in every order: output (the same), lines (the same in any order, the "
                "default), or a condition as in questions.json")
            ->type_name("WHAT");
        command->add_option("--seed", explore_.seed, "Another seed, another search (default: 1)")
            ->check(whole_number(0, 0xffff'ffff))
            ->type_name("N");
        command->add_option("--runs", explore_.runs, "At most so many runs (default: 200)")
            ->check(whole_number(1, 1'000'000))
            ->type_name("N");
        command->add_option("-o,--output", explore_.output, "Write the recording that breaks it there")
            ->type_name("FILE");
        command->callback([this] { action_ = [this] { return run_explore(catalogue_, explore_); }; });
    }

    void add_screenshot() {
        CLI::App* command = app_.add_subcommand("screenshot", "Draw a picture of the window into a PNG file");
        viz::ScreenshotOptions& options = screenshot_.options;
        command->add_option("WHAT", screenshot_.what, "A scenario, a recording or a PROGRAM.py")
            ->required()
            ->type_name("");
        add_set(command, screenshot_.assignments);
        command->add_option("-o,--output", options.output, "The picture")
            ->required()
            ->check(
                [](const std::string& name) { return name.ends_with(".png") ? "" : name + " is no .png"; })
            ->type_name("FILE.png");
        add_event(command, "--at", options.at, "After this many events; else after all of them");
        add_event(command, "--from", options.from, "The timeline begins after this many events");
        add_event(command, "--to", options.to, "... and ends after this many");
        command
            ->add_option_function<std::string>(
                "--size", [this](const std::string& text) { set_size(text); },
                "Pixels, e.g. 1600x1000 (the default)")
            ->type_name("WxH");
        command
            ->add_option_function<std::string>(
                "--theme", [this](const std::string& text) { set_theme(text); }, "Colours (default: light)")
            ->check(one_of("theme", {"light", "dark", "contrast"}))
            ->type_name("light|dark|contrast");
        command->add_option("--key", options.keys, "Press this key first, e.g. q or Enter; may be repeated")
            ->check([](const std::string& name) {
                return viz::names_a_key(name) ? ""
                                              : "there is no key " + name + ". The window's help names all";
            })
            ->type_name("KEY")
            ->expected(1)
            ->take_all();
        add_language(command, options.language);
        command->add_flag("--present", options.present, "The view for a projector: large, only what matters");
        command->callback([this] { action_ = [this] { return run_screenshot(catalogue_, screenshot_); }; });
    }

    void add_make() {
        CLI::App* command =
            app_.add_subcommand("make", "Change a scenario's Python in your editor and watch what it does");
        command->add_option("SCENARIO", make_.scenario, "Its name, see `loopscope list`")
            ->required()
            ->type_name("");
        add_set(command, make_.assignments);
        command->add_option("-o,--output", make_.output, "The copy to edit; else SCENARIO.py here")
            ->type_name("FILE.py");
        command->callback([this] { action_ = [this] { return run_make(catalogue_, make_); }; });
    }

    void add_notes() {
        CLI::App* command = app_.add_subcommand(
            "notes",
            "The teacher's notes in a window of their own, which follows the one that the class sees");
        command->callback([this] { action_ = [this] { return open_notes(catalogue_); }; });
    }

    void add_live() {
        CLI::App* command = app_.add_subcommand("live", "Run a real server and watch it while it runs");
        command->add_option("SERVER", live_.server, "echo (the default), chat or http")
            ->check(one_of("server", {"echo", "chat", "http"}))
            ->type_name("");
        command->add_option("--host", live_.host, "The address to listen on (default: this computer only)")
            ->type_name("ADDRESS");
        command
            ->add_option("--port", live_.port, "The port to listen on (default: 8765; 0: any that is free)")
            ->check(whole_number(0, 65535))
            ->type_name("NUMBER");
        command
            ->add_option("--events", live_.events,
                         "When the recording is full, and the server ends (default: 2000000)")
            ->check(whole_number(1, 100'000'000))
            ->type_name("NUMBER");
        command->add_option("-o,--output", live_.output, "Keep the recording")->type_name("FILE");
        command->add_flag("--no-window", live_.no_window, "Only serve and record, until Ctrl-C");
        command->callback([this] { action_ = [this] { return run_live(catalogue_, live_); }; });
    }

    static void add_output(CLI::App* command, RenderWish& form, std::string& output) {
        const std::vector<std::string> names = format_names();
        command
            ->add_option("--format", form.format,
                         "The form (default: by FILE's ending; else " + names.front() + ")")
            ->check(one_of("format", names))
            ->type_name(fmt::format("{}", fmt::join(names, "|")));
        command->add_option("-o,--output", output, "Write there instead of printing")->type_name("FILE");
        add_language(command, form.language, "Of narrative, critical-path, svg, pdf and html (default: en)");
        add_event(command, "--at", form.at, "svg, pdf: the moment after this many events");
        add_event(command, "--from", form.from, "svg, pdf: begin after this many events");
        add_event(command, "--to", form.to, "svg, pdf: end after this many events");
    }

    static void choose_format(RenderWish& form, const std::string& output) {
        if (form.format.empty()) form.format = format_of_file(output);
    }

    void set_theme(const std::string& name) {
        screenshot_.options.theme = name == "dark"       ? viz::ThemeName::dark
                                    : name == "contrast" ? viz::ThemeName::contrast
                                                         : viz::ThemeName::light;
    }

    void set_size(const std::string& text) {
        constexpr int kSmallest = 320, kLargest = 8192;
        const std::size_t cross = text.find('x');
        const auto number = [](std::string_view digits) {
            int value = 0;
            const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
            return problem == std::errc() && end == digits.data() + digits.size() ? value : 0;
        };
        const int width = number(std::string_view(text).substr(0, cross));
        const int height = cross == std::string::npos ? 0 : number(std::string_view(text).substr(cross + 1));
        const auto fits = [](int pixels) { return kSmallest <= pixels && pixels <= kLargest; };
        if (!fits(width) || !fits(height)) {
            throw CLI::ValidationError(
                "--size", fmt::format("{} is no size. Write WIDTHxHEIGHT, each from {} to {}", text,
                                      kSmallest, kLargest));
        }
        screenshot_.options.width = width;
        screenshot_.options.height = height;
    }

    const Catalogue& catalogue_;
    CLI::App app_{"See an event loop think. Without a command the window opens.", "loopscope"};
    std::function<int()> action_;
    std::string what_, check_file_, about_;
    std::vector<std::string> assignments_;
    bool json_ = false, raw_answers_ = false;
    std::vector<std::string> answer_files_;
    RunCommand run_;
    AskCommand ask_;
    HandoutCommand handout_;
    RecordCommand record_;
    ShowCommand show_;
    CompareCommand compare_;
    ExploreCommand explore_;
    ScreenshotCommand screenshot_;
    MakeCommand make_;
    LiveCommand live_;
};

int complain(const std::string& sentence, int code) {
    fmt::print(stderr, "loopscope: {}\n", sentence);
    return code;
}

}  // namespace

int run_program(int argc, const char* const* argv, const Catalogue& catalogue) {
    CommandLine command_line(catalogue);
    try {
        return command_line.run(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return command_line.print_help(error);
        return complain(fmt::format("{}. `{}` says more.", error.what(), command_line.help_command()),
                        kExitBadUsage);
    } catch (const UsageError& error) {
        return complain(error.what(), kExitBadUsage);
    } catch (const std::exception& error) {
        return complain(error.what(), kExitBadSubject);
    }
}

}  // namespace loopscope::program
