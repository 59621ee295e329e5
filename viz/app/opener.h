// What is being opened on a thread of its own, so that the window stays alive: one thing at a time.
#pragma once

#include "viz/loading.h"
#include "viz/view/file_stamp.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace loopscope::viz {

class Opener {
public:
    // What comes of it takes the place of what is open,
    enum class Task {
        other,    // as something else,
        again,    // as the same program, perhaps changed,
        restart,  // as the same program, from its beginning,
        follow,   // as the same file, which has changed by itself: nobody waits for it,
        explore,  // as the same program in another order.
    };
    struct Job {
        Task task = Task::other;
        std::filesystem::path path = {};      // empty: it is no file
        std::optional<FileStamp> stamp = {};  // of that file, before it was read
        bool so_far = false;                  // of a program that still runs: nobody waits for it
    };
    struct Done {
        Job job;
        Loaded loaded;
    };

    // False, and nothing happens, if somebody waits for something else.
    bool begin(Job job, Open open, Saying what);
    // Nobody wants it any more.
    void cancel();
    // Something else is shown than when it began: what it is about is gone, unless it is about something
    // else.
    void present_is_gone();
    // Once it is ready.
    std::optional<Done> take();

    bool busy() const { return loading_ != nullptr; }
    // Whether a thread still works, even if nobody wants what it does.
    bool works() const { return busy() || !given_up_.empty(); }
    // What somebody waits for; null if nobody does.
    const Loading* awaited() const {
        return job_.task == Task::follow || job_.so_far ? nullptr : loading_.get();
    }
    Task task() const { return job_.task; }

private:
    Job job_;
    std::unique_ptr<Loading> loading_;
    std::vector<std::unique_ptr<Loading>> given_up_;  // cancelled ones whose thread has not ended yet
};

}  // namespace loopscope::viz
