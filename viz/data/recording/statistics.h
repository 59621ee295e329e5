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
    std::int64_t running_ns = 0, ready_ns = 0, waiting_ns = 0;  // of the loop's clock
    std::int64_t lives_ns = 0;         // from its creation to its end, or to that of the recording
    std::int64_t longest_step_ns = 0;  // of the steps that blocked the loop
    std::int64_t longest_wait_ns = 0;
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
    longest_wait,
    ready,
    turns_ready,
    running,
    how
};
inline constexpr std::size_t kFigures = 11;
// The text that says how a task ended.
std::string_view end_key(LaneEnd how);
const std::string& figure_name(Figure figure, const Words& words);

// One entry a task, as created.
std::vector<TaskFigures> task_figures(const Store& store);
void sort_figures(std::vector<TaskFigures>& figures, Figure by, bool descending, const Store& store);
// On a measured clock only a step that blocked the loop has a time: one that was not measured has "–", or is
// told to be longer than what was.
std::string figure_text(const Store& store, const TaskFigures& task, Figure figure,
                        const Words& words = Words::of("en"));
// With a line of names, in English for other programs; times in seconds.
std::string figures_csv(const Store& store, const std::vector<TaskFigures>& figures);

}  // namespace loopscope::viz
