// Figures of a run: what each task did with its time.
#pragma once

#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <string>
#include <vector>

namespace loopscope::viz {

struct TaskFigures {
    trace::ObjectId task = 0;
    std::uint32_t steps = 0;
    std::uint32_t longest_step = 0;  // events of the longest one
    std::uint32_t turns_ready = 0;   // turns that began while it stood in the ready queue
    // Of the loop's clock. Ready is also who would be, had a busy loop looked at the timer of its sleep().
    std::int64_t running_ns = 0, ready_ns = 0, waiting_ns = 0;
    std::int64_t sleeping_ns = 0;
    std::int64_t lives_ns = 0;  // from its creation to its end, or to that of the recording
    std::int64_t longest_step_ns = 0;
    std::int64_t longest_wait_ns = 0;                   // other than sleep(), if there is one
    trace::EventIndex longest_wait_at = trace::kNever;  // the await
    bool longest_is_sleep = false;
    trace::ObjectId longest_wait_for = 0;
    std::uint32_t waits = 0;
    LaneEnd how = LaneEnd::open;
};

enum class Figure : std::uint8_t {
    task,
    lifetime,
    steps,
    longest_step,
    waits,
    waiting,
    sleeping,
    longest_wait,
    ready,
    turns_ready,
    running,
    how
};
inline constexpr std::size_t kFigures = 12;
// The text that says how a task ended.
std::string_view end_key(LaneEnd how);
const std::string& figure_name(Figure figure, const Words& words);

// One entry a task, as created.
std::vector<TaskFigures> task_figures(const Store& store);

// How long all tasks together have waited for what has one name: "Lock.acquire", "sleep", "Task".
struct WaitSum {
    std::string what;
    std::int64_t time_ns = 0;
    std::size_t count = 0;
    bool sleep = false;
};
// The longest first, sleep() last; only those that took time.
std::vector<WaitSum> wait_sums(const Store& store, const Words& words);

void sort_figures(std::vector<TaskFigures>& figures, Figure by, bool descending, const Store& store);
// Where steps were not timed (see Store::times_steps()) only one that blocked the loop has a time: else it is
// "–", or told to be longer than what was.
std::string figure_text(const Store& store, const TaskFigures& task, Figure figure,
                        const Words& words = Words::of("en"));
// With a line of names, in English for other programs; times in seconds.
std::string figures_csv(const Store& store, const std::vector<TaskFigures>& figures);

}  // namespace loopscope::viz
