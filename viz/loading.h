// A recording that is being opened on a thread of its own, so that the window stays alive meanwhile.
#pragma once

#include "viz/data/recording/store.h"
#include "viz/services.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

namespace loopscope::viz {

// What came of opening something: a store ready to be shown, or why there is none.
struct Loaded {
    std::unique_ptr<Store> store;
    Saying error;
    std::vector<Saying> notes;
    trace::Notes saved = {};
    bool sound = false;
    Saying failure = {}, stopped = {};
    std::shared_ptr<const Mistake> mistake = {};
};

using Open = std::function<Opened(const Progress&)>;

// Opens at once, on the calling thread.
Loaded load(const Open& open, const Progress& progress = {});

class Loading {
public:
    // `what` is its name for people.
    Loading(Open open, Saying what);
    ~Loading() { cancel(); }  // and waits

    const Saying& what() const { return what_; }
    double share() const { return share_; }  // done, 0 to 1
    // Nobody wants it any more: it ends soon, and what comes of it says nothing.
    void cancel() { cancelled_ = true; }
    bool ready() const;
    // Waits if it is not ready.
    Loaded take() { return result_.get(); }

private:
    Saying what_;
    std::atomic<double> share_ = 0;
    std::atomic<bool> cancelled_ = false;
    std::future<Loaded> result_;  // last: waits for the thread, which uses the others
};

}  // namespace loopscope::viz
