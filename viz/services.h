// What the window asks of the program around it. The window itself knows neither the engine nor the
// scenarios: viz/program fills this in.
#pragma once

#include "course/glossary.h"
#include "course/questions.h"
#include "engine/trace/notes.h"
#include "engine/trace/recording.h"
#include "viz/data/recording/phases.h"
#include "viz/data/text/saying.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace loopscope::viz {

// One thing about a scenario that can be changed. Values are JSON text (3, "tcp", true), as in the
// recording's header.
struct ParameterInfo {
    std::string name;                 // as on the command line
    course::Text label;               // in words; empty = name
    std::vector<std::string> values;  // the listed ones, in order
    std::string default_value;
    std::map<std::string, course::Text> words = {};  // values that are shown in words
};

using ParameterValues = std::map<std::string, std::string>;

struct ScenarioInfo {
    std::string name;      // as on the command line
    course::Text title;    // "gather() and its results"
    course::Text chapter;  // "Waiting for many"
    course::Text idea;     // one or two sentences
    course::Text lesson;   // Markdown, see docs/adding_a_scenario.md
    course::Questions questions;
    int layer = 2;  // how much of the machine to show at first, 1 to 4
    std::vector<std::string> views =
        {};                 // come to the front when it is opened: "streams", "locks middle-right"
    bool by_clock = false;  // its timeline goes by the clock at first, not by turns
    std::vector<ParameterInfo> parameters;
    std::vector<trace::Source> sources;  // the C++ file and its Python twin

    ParameterValues default_values() const {
        ParameterValues values;
        for (const ParameterInfo& parameter : parameters) values[parameter.name] = parameter.default_value;
        return values;
    }
};

// A lesson: scenarios in an order of their own, with values and notes of their own.
struct PlanInfo {
    std::map<std::string, std::string> names;  // by language; what it is called on the command line
    course::Text title;
    int minutes = 0;
    std::vector<ScenarioInfo> steps;
};

// Where in the course a window is: the window of the teacher's notes goes where that of the class goes.
struct LessonPlace {
    std::string plan;  // by one of its names, or its file; empty: the whole course
    std::string scenario;
};

// Where a Python program failed: its file as it was then, and the line.
struct Mistake {
    trace::Source source;
    std::uint32_t line = 0;  // from 1
    std::string what;        // "SyntaxError: '(' was never closed"
};

// A recording, or why there is none (one sentence for the user), perhaps with things to note about it.
struct Opened {
    std::optional<trace::Recording> recording;
    Saying error;
    std::vector<Saying> notes;
    trace::Notes saved = {};  // bookmarks and cursor that are in the file
    bool sound = false;       // the file holds that and nothing else: it may be written over
    Saying failure = {};      // what the program that was run complained of, if it failed
    Saying stopped = {};      // that the program was made to end, and why: it is not to blame
    // What failed, where a line is to blame. The recording of a program that did not even begin is empty.
    std::shared_ptr<const Mistake> mistake = {};
};

// Called now and then with the share done, 0 to 1, on the thread that does the work; returns whether to go
// on: if not, what comes of it is thrown away. May be empty.
using Progress = std::function<bool(double)>;

// A program of the user's while it runs, and what it has recorded so far. Who lets go of it ends it.
class ProgramRun {
public:
    // More than that is not recorded: the program is made to end.
    static constexpr std::uintmax_t kLargest = 64'000'000;  // bytes

    ProgramRun() = default;
    ProgramRun(const ProgramRun&) = delete;
    ProgramRun& operator=(const ProgramRun&) = delete;
    virtual ~ProgramRun() = default;
    virtual void end() = 0;   // as Ctrl+C does; what does not listen to that is killed a moment later
    virtual void kill() = 0;  // at once: nobody wants what comes of it
    virtual bool ended() const = 0;
    virtual double seconds() const = 0;       // since it began
    virtual std::uintmax_t size() const = 0;  // of its recording, in bytes
    // What it has recorded so far; once it has ended, everything, and how it ended. On any thread.
    virtual Opened read(const Progress& progress) = 0;
};

// What a learner answered to a question of a scenario.
struct Answer {
    std::string scenario;
    std::size_t question = 1;  // which of the scenario's, from 1
    ParameterValues values;    // that the question was about
    char chosen = 'A';
    bool right = false;
    std::optional<bool> sure = {};  // empty: not said
    std::string misconception;      // that the answer stands for; empty if none
};

// A drawing of what is open: between two counts of events, at the moment after `at` of them.
struct DrawingRequest {
    std::filesystem::path path;  // without the ending: there is more than one form
    std::string language;
    trace::EventIndex at = 0, from = 0;
    std::optional<trace::EventIndex> to;
    std::vector<NamedPhase> phases;
};

class Store;

struct Services {
    std::vector<ScenarioInfo> scenarios;  // in the order of the course
    std::vector<PlanInfo> plans = {};     // none is empty
    // The file that the first of them is read from; empty: all are the course's.
    std::filesystem::path plan_file = {};
    // Reads a plan from a file. Throws ToldError. Empty = nobody can.
    std::function<PlanInfo(const std::filesystem::path&)> read_plan = {};
    std::vector<course::GlossaryEntry> glossary = {};
    // A scenario of the course was opened. Empty = nobody wants to know.
    std::function<void(const LessonPlace&)> at_lesson = {};
    // For the window of the teacher's notes: where the class is, in a file that changes when it goes on.
    std::filesystem::path lesson_file = {};
    std::function<LessonPlace()> lesson_place = {};
    // Where a server listens that others than this computer can reach, while it is watched; empty: none does.
    std::string open_to = {};
    // What to type or to open in order to connect to the server that is watched.
    std::string connect = {};
    // A scenario, with what the user has the loop do besides.
    std::function<Opened(const std::string& scenario, const ParameterValues&,
                         const std::vector<trace::Intervention>&)>
        run;
    std::function<Opened(const std::filesystem::path&, const Progress&)> open;
    // Begins to run a program, which others than this call wait for. Empty = `open` runs it to its end.
    std::function<std::shared_ptr<ProgramRun>(const std::filesystem::path&)> run_program = {};
    // Writes the scenario's Python, with these values, to a file for the learner to edit, and names it.
    // Throws what says why not.
    std::function<std::filesystem::path(const std::string& scenario, const ParameterValues&)> make = {};
    // Opens a file in the user's own editor, and does not wait. What comes says what went wrong, if it does.
    // Empty = nobody can.
    std::function<std::future<Saying>(const std::filesystem::path&)> edit = {};
    // Writes what is open into a file, with these notes. Returns nothing, or why it could not. Empty = nobody
    // can.
    std::function<Saying(const trace::Recording&, const std::filesystem::path&, const trace::Notes&)> save =
        {};
    // Draws the timeline into a file. Returns nothing, or why it could not. Empty = nobody can.
    std::function<Saying(Store&, const DrawingRequest&)> draw = {};
    // Writes the run for other tools, into files with this beginning of their names. Returns nothing, or why
    // it could not. Empty = nobody can.
    std::function<Saying(const trace::Recording&, const std::filesystem::path&)> export_run = {};
    std::function<void(const Answer&)> answered = {};  // keeps it; empty = nobody does
    // Of each scenario that was answered before: whether the last answer was right.
    std::map<std::string, bool> answers = {};
};

}  // namespace loopscope::viz
