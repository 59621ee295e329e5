#include "viz/app/opener.h"

#include <utility>

namespace loopscope::viz {

bool Opener::begin(Job job, Open open, Saying what) {
    if (awaited() != nullptr) return false;
    cancel();
    job_ = std::move(job);
    loading_ = std::make_unique<Loading>(std::move(open), std::move(what));
    return true;
}

void Opener::cancel() {
    if (!loading_) return;
    loading_->cancel();
    given_up_.push_back(std::move(loading_));
}

void Opener::present_is_gone() {
    if (job_.task != Task::other) cancel();
}

std::optional<Opener::Done> Opener::take() {
    std::erase_if(given_up_, [](const auto& loading) { return loading->ready(); });
    if (!loading_ || !loading_->ready()) return std::nullopt;
    const std::unique_ptr<Loading> done = std::move(loading_);
    return Done{job_, done->take()};
}

}  // namespace loopscope::viz
