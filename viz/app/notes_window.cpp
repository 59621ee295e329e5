// The window of the teacher's notes: it goes where the window of the class goes.
#include "viz/app/app.h"
#include "viz/data/text/told_error.h"

#include <utility>

namespace loopscope::viz {

void App::begin_notes() {
    desk_.view.present = false;
    desk_.view.alone = View::notes;
    lesson_followed_.reset();
    follow_lesson(0);
}

void App::follow_lesson(double seconds) {
    const std::filesystem::path& file = services_->lesson_file;
    if (file.empty() || !services_->lesson_place) return;
    if (lesson_followed_) {
        if (lesson_followed_->has_changed(seconds)) go_to_lesson(services_->lesson_place());
    } else if (const auto stamp = FileStamp::of(file)) {
        lesson_followed_.emplace(file, *stamp);
        go_to_lesson(services_->lesson_place());
    }
}

// A plan that cannot be read, or a place that is not in the course, leaves what is seen.
void App::go_to_lesson(const LessonPlace& place) {
    if (place.plan != plans_.chosen_name()) {
        const PlanInfo* plan = plans_.named(place.plan);
        if (plan == nullptr && !place.plan.empty()) return follow_plan_of_file(place);
        desk_.document.set_scenario(nullptr);  // of another list
        plans_.choose(plan);
    }
    if (plans_.scenario(place.scenario) != nullptr) open_scenario(place.scenario, {});
}

void App::follow_plan_of_file(const LessonPlace& place) {
    if (!services_->read_plan) return;
    try {
        PlanInfo plan = services_->read_plan(place.plan);
        desk_.document.set_scenario(nullptr);
        plans_.take(std::move(plan), place.plan);
        if (plans_.scenario(place.scenario) != nullptr) open_scenario(place.scenario, {});
    } catch (const ToldError& error) {
        note(error.saying());
    }
}

}  // namespace loopscope::viz
