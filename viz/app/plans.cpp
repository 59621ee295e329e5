// Lesson plans in place of the course, and the one of a file, which may change while it is shown.
#include "viz/app/app.h"
#include "viz/data/text/told_error.h"

#include <algorithm>
#include <utility>

namespace loopscope::viz {

// By its name in a language other than English it is wanted in that one.
bool App::start_plan(const std::string& name) {
    for (const PlanInfo& plan : plans_) {
        for (const auto& [language, its_name] : plan.names) {
            if (its_name != name) continue;
            if (language != "en") view_.language = language;
            plan_ = &plan;
            return open_scenario(plan.steps.front().name, {});
        }
    }
    warn("notice.no_scenario", {{"name", name}});
    return false;
}

// null: the whole course.
void App::choose_plan(const PlanInfo* plan) {
    leave([this, plan] {
        const std::string open = scenario_ != nullptr ? scenario_->name : std::string();
        plan_ = plan;
        scenario_ = nullptr;  // of another list
        if (!scenarios().empty())
            open_scenario(plan != nullptr || open.empty() ? scenarios().front().name : open, {});
    });
}

void App::next_plan() {
    const auto& all = plans_;
    const std::size_t next = plan_ == nullptr ? 0 : static_cast<std::size_t>(plan_ - all.data()) + 1;
    choose_plan(next < all.size() ? &all[next] : nullptr);
}

// A plan that has a mistake by now says where; what was read before stays.
void App::follow_plan(double seconds) {
    if (!followed_plan_ || !followed_plan_->has_changed(seconds)) return;
    try {
        renew_plan(services_->read_plan(plan_file_));
        messages_.dismiss();
        tell("notice.plan_renewed", {{"file", plan_file_.filename().string()}});
    } catch (const ToldError& error) {
        note(error.saying());
    }
}

void App::open_plan(const std::filesystem::path& path) {
    if (!services_->read_plan) return;
    try {
        PlanInfo plan = services_->read_plan(path);
        recent_.add(path);
        leave([this, plan = std::move(plan), path] { take_plan(plan, path); });
    } catch (const ToldError& error) {
        note(error.saying());
    }
}

// In place of the one that came from another file. What points into the list is of it no longer.
void App::take_plan(PlanInfo plan, const std::filesystem::path& path) {
    plan_ = nullptr;
    scenario_ = nullptr;
    lesson_of_ = {};
    if (!plan_file_.empty()) plans_.erase(plans_.begin());
    plans_.insert(plans_.begin(), std::move(plan));
    plan_file_ = path;
    followed_plan_.reset();
    if (const auto stamp = FileStamp::of(path)) followed_plan_.emplace(path, *stamp);
    plan_ = &plans_.front();
    open_scenario(plan_->steps.front().name, {});
}

// It is the first one. What is open stays, as far as it is still in it; if it ran with the plan's values, it
// does so again.
void App::renew_plan(PlanInfo fresh) {
    PlanInfo& plan = plans_.front();
    if (plan_ != &plan || scenario_ == nullptr) {
        plan = std::move(fresh);
        return;
    }
    const std::string name = scenario_->name;
    const bool as_planned = file_.empty() && parameters_ == scenario_->default_values();
    plan = std::move(fresh);
    lesson_of_ = {};
    const auto found = std::find_if(plan.steps.begin(), plan.steps.end(),
                                    [&](const ScenarioInfo& step) { return step.name == name; });
    scenario_ = found == plan.steps.end() ? nullptr : &*found;
    if (scenario_ == nullptr)
        return leave([this, first = plan.steps.front().name] { open_scenario(first, {}); });
    if (as_planned && parameters_ != scenario_->default_values()) set_parameters(scenario_->default_values());
    view_.parameter = 0;
}

}  // namespace loopscope::viz
