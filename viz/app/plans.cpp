#include "viz/app/plans.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace loopscope::viz {

Plans::Plans(const Services& services) : services_(services), all_(services.plans) {}

void Plans::follow(const std::filesystem::path& path) {
    file_ = path;
    followed_.reset();
    if (const auto stamp = FileStamp::of(path)) followed_.emplace(path, *stamp);
}

const ScenarioInfo* Plans::scenario(const std::string& name) const {
    const auto found = std::find_if(scenarios().begin(), scenarios().end(),
                                    [&](const ScenarioInfo& info) { return info.name == name; });
    return found == scenarios().end() ? nullptr : &*found;
}

const PlanInfo* Plans::named(const std::string& name) const {
    const auto found = std::find_if(all_.begin(), all_.end(), [&](const PlanInfo& plan) {
        return std::any_of(plan.names.begin(), plan.names.end(),
                           [&](const auto& its) { return its.second == name; });
    });
    return found == all_.end() ? nullptr : &*found;
}

std::string Plans::language_of(const std::string& name) const {
    const PlanInfo* plan = named(name);
    if (plan == nullptr) return {};
    for (const auto& [language, its_name] : plan->names)
        if (its_name == name && language != "en") return language;
    return {};
}

std::string Plans::chosen_name() const {
    if (chosen_ == nullptr) return {};
    std::error_code unknown;
    return file_is_chosen() ? std::filesystem::absolute(file_, unknown).string()
                            : chosen_->names.begin()->second;
}

const PlanInfo* Plans::next() const {
    const std::size_t next = chosen_ == nullptr ? 0 : static_cast<std::size_t>(chosen_ - all_.data()) + 1;
    return next < all_.size() ? &all_[next] : nullptr;
}

void Plans::take(PlanInfo plan, const std::filesystem::path& path) {
    if (!file_.empty()) all_.erase(all_.begin());
    all_.insert(all_.begin(), std::move(plan));
    follow(path);
    chosen_ = &all_.front();
}

}  // namespace loopscope::viz
