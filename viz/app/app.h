// The window without its window: owns what is open and how it is looked at, takes keys, draws frames. Needs a
// Dear ImGui context and nothing else, so that tests drive it without a display.
#pragma once

#include "viz/app/at_cursor.h"
#include "viz/app/opener.h"
#include "viz/app/panels.h"
#include "viz/app/screen.h"
#include "viz/data/find/run_to.h"
#include "viz/view/history.h"
#include "viz/view/messages.h"
#include "viz/view/quiz.h"
#include "viz/view/settings.h"
#include "viz/window.h"

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace loopscope::viz {

class App {
public:
    explicit App(const Services& services) : services_(&services), plans_(services.plans) {}

    // From now on a scenario whose question has not been answered hides what comes, until that is done, the
    // user has come to the end, or wishes to see it.
    void predict_first() { predicts_ = true; }
    bool predicting() const { return predicting_; }

    // Opens what is to be seen first. If that fails, error() says why.
    bool start(const StartWith& what);
    bool open_scenario(const std::string& name, const ParameterValues& parameters);
    // A bad file leaves open what was open, and a notice says why.
    bool open_file(const std::filesystem::path& path);
    // The same without waiting: what is open stays until it is done. For large files and for programs that
    // run first.
    void open_in_background(const std::filesystem::path& path, Opener::Task task = Opener::Task::other);
    bool busy() const { return opener_.busy(); }
    // What is open stays; what was being opened is forgotten. The same as Esc or the box's button.
    void cancel_loading() { opener_.cancel(); }
    // The same as by a command or by the mouse: asks first what to do with bookmarks that are not saved.
    void ask_to_open(const std::filesystem::path& path);
    const Bookmarks& bookmarks() const { return bookmarks_; }
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
    // Says this until it is dismissed.
    void note(Saying notice) { messages_.warn(std::move(notice)); }
    std::string news() const { return messages_.news(words()); }

    // A key was pressed (or repeats). Takes effect in the next frame; none is lost.
    void press(Chord chord) { pressed_.push_back({chord}); }
    // A letter was typed: a key, or text for the field that is open by then.
    void type(char32_t letter);
    void perform(Command command);
    // Shows what lies between two counts of events as large as the timeline can.
    void show_range(Measure range) { panels_.timeline.show_range(range); }

    // Before ImGui::NewFrame(): loads fonts and style if the scale or theme changed. `device_scale` is the
    // screen's, the size is the window's in pixels. Returns whether the font texture has to be uploaded
    // again.
    bool prepare(float device_scale, float width, float height) {
        return screen_.prepare(store_.get(), device_scale, width, height);
    }
    // Between ImGui::NewFrame() and Render(): everything that is seen. `seconds` since the last frame.
    void frame(double seconds);

    // How long nothing will change by itself; negative = until there is input.
    double seconds_until_change() const;
    bool wants_to_quit() const { return quit_; }
    std::string error() const { return messages_.notice(words()); }
    // What is open, in the user's language.
    std::string title() const;
    const Theme& theme() const { return theme_of(view_.theme); }

    ViewState& view() { return view_; }
    Store* store() { return store_.get(); }
    std::string sentence_text() const;
    const ScenarioInfo* scenario() const { return scenario_; }
    const ParameterValues& parameters() const { return parameters_; }
    const Layout& layout() const { return screen_.layout(); }
    const Quiz& quiz() const { return quiz_; }
    const std::map<std::string, bool>& last_answers() const { return last_answers_; }
    StreamsPanel& streams() { return panels_.streams; }
    // "3 of 4 right" while the learner plays the loop, else empty.
    std::string score() const { return score_of_game().in(words()); }

private:
    static constexpr double kQuizStep = 0.15;  // seconds from one stop to the next on the way to the answer

    bool show(Loaded loaded, const std::string& what, bool keep_place);
    void tell_problems(const Loaded& loaded);
    void show_mistake(std::shared_ptr<const Mistake> mistake);
    void tell_if_torn();
    void keep_to_compare(std::unique_ptr<Store> replaced, const std::string& title);
    void speak();
    void adopt_file(const std::filesystem::path& path, std::optional<FileStamp> stamp);
    void begin_opening(Opener::Job job, Open open, const Saying& what);
    Open opening_of(const std::filesystem::path& path) const;
    void finish_opening();
    void take_over(Opener::Done done);
    // Branches: the same program again, with something that the loop is to do besides.
    bool can_rerun() const;
    Possibilities possibilities();
    void intervene(trace::InterventionKind kind);
    void take_back(std::size_t place);
    bool rerun_with(const std::vector<trace::Intervention>& interventions);
    void go_to_intervention(std::size_t number);
    void explore();
    void finish_exploring(Loaded found);
    bool perform_what_if(Command command);
    void mark_parameter(int by);
    void change_value(int by);
    void set_parameters(const ParameterValues& wanted);
    void run_with(const ParameterValues& wanted);
    void give_back_values();
    void lend_axis(bool clock);
    void select_task(const std::string& name);
    void change_scenario(int by);
    void select_lane(int by);
    void ask();
    bool ask(const course::Question& question);
    void keep_answer();
    void ask_here();
    void tell(const std::string& key, Saying::Values values = {}) {
        messages_.tell(Saying::of(key, std::move(values)));
    }
    void warn(const std::string& key, Saying::Values values = {}) {
        messages_.warn(Saying::of(key, std::move(values)));
    }
    void ask_beside(course::Asked asked);
    void be_the_loop();
    void end_game();
    void next_move();
    void advance_quiz(double seconds);
    void judge_run();
    Saying score_of_game() const;
    int lines_of(Chord chord) const;
    void scroll(Chord chord, int lines);
    bool acts_on_question(Command command) const;
    bool has_something_in_front() const { return view_.help || quiz_.stage() != Quiz::Stage::closed; }
    void perform_step(Command command);
    void perform_lanes(Command command);
    void perform_marks(Command command);
    bool perform_always(Command command);
    void measure();
    void zoom_to_selection();
    void fold_lane();
    void go_to_bookmark(std::optional<trace::EventIndex> place);
    void go_to_visit(std::optional<Visit> visit);
    void leave_place();
    void leave(std::function<void()> then);
    void decide(Leaving what);
    void save();
    void save_drawing();
    void export_run();
    bool is_whole_file() const;
    bool changed_by_others() const;
    std::filesystem::path save_path() const;
    std::filesystem::path picture_path(const char* ending) const;
    void take_typed(const Wishes& wishes);
    void follow_file(double seconds);
    void tell_python();
    bool is_program() const { return file_.extension() == ".py"; }  // what is open is run, not read
    bool still_recorded() const;
    void copy();
    void perform_view(Command command);
    void perform_panel(Command command);
    void make_twin();
    const std::vector<ScenarioInfo>& scenarios() const {
        return plan_ != nullptr ? plan_->steps : services_->scenarios;
    }
    bool start_plan(const std::string& name);
    void choose_plan(const PlanInfo* plan);
    void next_plan();
    void follow_plan(double seconds);
    void renew_plan(PlanInfo fresh);
    void open_plan(const std::filesystem::path& path);
    void take_plan(PlanInfo plan, const std::filesystem::path& path);
    bool run_to(Command command);
    void focus_view(int by);
    void toggle_view(View view);
    void let_go();
    void carry_out(const Wishes& wishes);
    void name_places();
    void read_lesson();
    void refresh();
    std::optional<Work> work() const;
    Scene scene() const;
    // A key, and the letter that it wrote, if any.
    struct Pressed {
        Chord chord;
        char32_t letter = 0;
    };
    void take_keys();
    void take_key(Pressed pressed);
    void hand_over_letters();
    void enter_box();
    bool asks_for_text() const;
    const Words& words() const { return Words::of(view_.language); }

    const Services* services_;
    ViewState view_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<Store> before_;  // the run that was shown before, to compare with
    std::uint64_t generation_ = 0;   // of the store
    // What the store's places are named after.
    std::optional<std::tuple<std::uint64_t, const ScenarioInfo*, Twin>> named_;
    std::vector<PlanInfo> plans_;
    std::filesystem::path plan_file_;            // that the first of them is of; empty: none is
    std::optional<FollowedFile> followed_plan_;  // that file
    const PlanInfo* plan_ = nullptr;             // in place of the whole course
    const ScenarioInfo* scenario_ = nullptr;
    ParameterValues parameters_;
    std::string title_, title_before_;
    Messages messages_;
    std::filesystem::path file_;              // that is open; empty for a scenario's run
    bool sound_ = false;                      // the file may be written over
    std::shared_ptr<const Mistake> mistake_;  // of the program, since it was saved last
    std::optional<FileStamp> stamp_;          // of the file as it was read
    std::optional<FollowedFile> followed_;    // the file, if it may change
    Bookmarks bookmarks_;
    History history_;
    RecentFiles recent_;
    std::string told_python_;        // the release of Python of which the user has been told
    std::function<void()> leaving_;  // what is to be done once it is clear what becomes of the bookmarks
    std::optional<std::filesystem::path> picture_;
    Opener opener_;
    Quiz quiz_;
    // The learner plays the loop: how many of the moves were right. Nothing: nobody plays.
    struct Game {
        int layer = 0;  // of the window, before the loop had to be seen
        int right = 0, all = 0;
    };
    std::optional<Game> game_;
    std::size_t asked_here_ = 0;  // how many generated questions have been
    bool predicts_ = false, predicting_ = false;
    std::size_t asked_ = 0;  // how many of the scenario's questions have been, since a value was changed
    std::map<std::string, bool> last_answers_;  // of each scenario: was it right?
    // What the learner has chosen, while a question is asked about other values.
    std::optional<ParameterValues> own_values_;
    bool axis_lent_ = false;  // the scenario has put the timeline on the clock
    double quiz_waited_ = 0;  // seconds since the last step towards the deciding event
    struct JudgedGoal {
        course::Text text;
        bool reached = false;
    };
    std::vector<JudgedGoal> goals_;          // of the scenario, by this run
    std::vector<course::PhaseSpan> phases_;  // the same
    Lesson lesson_;
    std::tuple<std::uint64_t, const ScenarioInfo*, std::string> lesson_of_ = {};  // and its language

    AtCursor here_;

    std::deque<Pressed> pressed_;
    std::vector<char32_t> letters_;  // typed into a field that does not take them yet
    int unheard_ = 0;                // for how many frames
    int scrolled_ = 0;               // by so many lines with the keys, since the last frame
    bool quit_ = false;

    Panels panels_;
    Screen screen_{view_, panels_, quiz_};
};

}  // namespace loopscope::viz
