// The window without its window: opens, takes keys, draws frames. Needs a Dear ImGui context and nothing
// else, so that tests drive it without a display.
#pragma once

#include "viz/app/desk.h"
#include "viz/app/navigator.h"
#include "viz/app/opener.h"
#include "viz/app/own_run.h"
#include "viz/app/plans.h"
#include "viz/app/screen.h"
#include "viz/app/tutor.h"
#include "viz/app/typed.h"
#include "viz/app/view_commands.h"
#include "viz/view/settings.h"
#include "viz/window.h"

#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace loopscope::viz {

class App {
public:
    explicit App(const Services& services);
    App(const App&) = delete;
    App& operator=(const App&) = delete;

    // See Tutor::predict_first().
    void predict_first() { tutor_.predict_first(); }
    bool predicting() const { return tutor_.predicting(); }
    // Only the teacher's notes are seen, of the lesson that another window shows. Once start() is done.
    void begin_notes();

    // Opens what is to be seen first. If that fails, error() says why.
    bool start(const StartWith& what);
    bool open_scenario(const std::string& name, const ParameterValues& parameters);
    // A bad file leaves open what was open, and a notice says why.
    // With `patience`, in seconds, a program that has not ended by then goes on in the background.
    bool open_file(const std::filesystem::path& path, double patience = -1);
    // The same without waiting: what is open stays until it is done. For large files and for programs that
    // run first.
    void open_in_background(const std::filesystem::path& path, Opener::Task task = Opener::Task::other);
    bool busy() const { return opener_.busy() || running_; }
    // What is open stays; what was being opened is forgotten, a program that runs ends. The same as Esc or
    // the box's button.
    void cancel_loading();
    // The same as by a command or by the mouse: asks first what to do with bookmarks that are not saved.
    void ask_to_open(const std::filesystem::path& path);
    const Bookmarks& bookmarks() const { return desk_.document.bookmarks(); }
    // Whether it asks about them now.
    bool asks_to_leave() const { return leaving_ != nullptr; }
    // Where the next frame's picture is wanted as a PNG file. Who has written it says so, with what went
    // wrong, if anything.
    const std::optional<std::filesystem::path>& picture_wanted() const { return picture_; }
    void told_of_picture(const Saying& problem);

    // How the user left the window, for the next time; and back again. restore() returns what it did not
    // understand, one a line.
    Settings settings() const;
    std::string restore(const Settings& settings);
    // In that language, if it is one of ours.
    bool speak(const std::string& language);
    // Says this until it is dismissed.
    void note(Saying notice) { desk_.messages.warn(std::move(notice)); }
    std::string news() const { return desk_.messages.news(desk_.words()); }

    // A key was pressed (or repeats). Takes effect in the next frame; none is lost.
    void press(Chord chord) { typed_.press(chord); }
    // A letter was typed: a key, or text for the field that is open by then.
    void type(char32_t letter) { typed_.type(letter); }
    void perform(Command command);
    // Shows what lies between two counts of events as large as the timeline can.
    void show_range(Measure range) { desk_.panels.timeline.show_range(range); }

    // Before ImGui::NewFrame(): loads fonts and style if the scale or theme changed. `device_scale` is the
    // screen's, the size is the window's in pixels. Returns whether the font texture has to be uploaded
    // again.
    bool prepare(float device_scale, float width, float height) {
        return screen_.prepare(desk_.store(), device_scale, width, height);
    }
    // Between ImGui::NewFrame() and Render(): everything that is seen. `seconds` since the last frame.
    void frame(double seconds);

    // How long nothing will change by itself; negative = until there is input.
    double seconds_until_change() const;
    bool wants_to_quit() const { return quit_; }
    std::string error() const { return desk_.messages.notice(desk_.words()); }
    // What is open, in the user's language.
    std::string title() const { return desk_.document.title(desk_.view.language); }
    const Theme& theme() const { return theme_of(desk_.view.theme); }

    ViewState& view() { return desk_.view; }
    Store* store() { return desk_.store(); }
    std::string sentence_text() const;
    const ScenarioInfo* scenario() const { return desk_.document.scenario(); }
    const ParameterValues& parameters() const { return desk_.document.parameters(); }
    const Layout& layout() const { return screen_.layout(); }
    // What the menu offers; nothing while it is closed.
    const std::vector<MenuEntry>& menu() const { return desk_.panels.menu.entries(); }
    const Quiz& quiz() const { return tutor_.quiz(); }
    const std::map<std::string, bool>& last_answers() const { return tutor_.last_answers(); }
    StreamsPanel& streams() { return desk_.panels.streams; }
    // "3 of 4 right" while the learner plays the loop, else empty.
    std::string score() const { return tutor_.score().in(desk_.words()); }

private:
    // opening.cpp: puts something in place of what is open.
    bool show(Loaded loaded, const std::string& what, bool keep_place);
    void tell_problems(const Loaded& loaded);
    void show_mistake(std::shared_ptr<const Mistake> mistake);
    void tell_if_torn();
    void tell_python();
    void adopt_file(const std::filesystem::path& path, std::optional<FileStamp> stamp);
    Open opening_of(const std::filesystem::path& path) const;
    void begin_opening(Opener::Job job, Open open, const Saying& what);
    void finish_opening();
    void take_over(Opener::Done done);
    void follow_file(double seconds);
    void make_twin();
    void edit(const std::filesystem::path& path);
    void hear_editor();

    // own_run.cpp: programs of the user's, which may take their time.
    bool is_run(const std::filesystem::path& path) const;
    void begin_run(const std::filesystem::path& path, Opener::Task task);
    bool run_for(const std::filesystem::path& path, double seconds);
    void follow_run(double seconds);
    void end_run();
    bool tells_of_run() const;
    Work run_in_words() const;

    // remembering.cpp
    void remember_place(Settings& settings) const;
    bool go_on();

    // scenarios.cpp: the course, its lesson plans, a scenario's values.
    bool start_plan(const std::string& name);
    void choose_plan(const PlanInfo* plan);
    void follow_plan(double seconds);
    void follow_lesson(double seconds);
    void go_to_lesson(const LessonPlace& place);
    void follow_plan_of_file(const LessonPlace& place);
    void renew_plan(PlanInfo fresh);
    void open_plan(const std::filesystem::path& path);
    void arrange_for(const ScenarioInfo& scenario);
    void begin_with_program(Arrangement& seen);
    void lend_axis(bool clock);
    void change_scenario(int by);
    void run_again();
    void set_parameters(const ParameterValues& wanted);
    void run_with(const ParameterValues& wanted);
    void mark_parameter(int by);
    void change_value(int by);
    void tell_value(const ParameterInfo& parameter);

    // branches.cpp: the same program again, with something that the loop is to do besides.
    Possibilities possibilities();
    bool perform_what_if(Command command);
    void intervene(trace::InterventionKind kind);
    void take_back(std::size_t place);
    bool rerun_with(const std::vector<trace::Intervention>& interventions);
    void go_to_intervention(std::size_t number);
    void ask_to_explore();
    bool explore(const std::string& expected, std::uint64_t seed);
    void finish_exploring(Loaded found);

    // saving.cpp: what is written into files, and what would be lost.
    bool perform_saving(Command command);
    void save();
    void save_drawing();
    void export_run();
    std::filesystem::path picture_path(const char* ending) const;
    void tell_written(const Saying& problem, const std::string& news, const std::filesystem::path& path);
    void leave(std::function<void()> then);
    void decide(Leaving what);

    // menu.cpp
    void open_menu(const MenuWish& wish);
    std::string menu_name(Command command);
    void open_menu_by_key();
    bool take_menu_key(Chord chord);

    // keys.cpp
    void take_keys();
    void take_key(Typed::Pressed pressed);
    bool asks_for_text() const;
    void enter_box();
    int lines_of(Chord chord) const;
    void scroll(Chord chord, int lines);
    bool take_in_lesson(Chord chord);
    bool acts_on_question(Command command) const;

    // commands.cpp, frame.cpp
    bool perform_always(Command command);
    void let_go();
    bool has_something_in_front() const;
    void take_typed(const Wishes& wishes);
    void carry_out(const Wishes& wishes);
    std::optional<Work> work() const;
    std::size_t warnings();
    Scene scene();

    const Services* services_;
    Desk desk_;
    Plans plans_;
    Opener opener_;
    std::optional<OwnRun> running_;
    std::future<Saying> editing_;  // how the learner's editor fares
    Tutor tutor_;
    Navigator navigator_;
    Screen screen_;
    ViewCommands view_commands_;
    Typed typed_;
    RecentFiles recent_;
    Settings left_;                  // how the window was left the last time
    std::string told_python_;        // the release of Python of which the user has been told
    std::function<void()> leaving_;  // what is to be done once it is clear what becomes of the bookmarks
    std::optional<std::filesystem::path> picture_;
    std::optional<FollowedFile> lesson_followed_;  // in the window of the notes: where the class is
    bool axis_lent_ = false;                       // the scenario has put the timeline on the clock
    std::string expected_ = "lines";               // of every order of the ready handles
    std::uint64_t seed_ = 1;                       // of their search
    std::optional<std::size_t> link_;              // of the lesson's, that the keys have come to
    std::size_t links_ = 0;                        // that the lesson has
    bool follows_link_ = false;
    int scrolled_ = 0;  // by so many lines with the keys, since the last frame
    bool quit_ = false;
};

}  // namespace loopscope::viz
