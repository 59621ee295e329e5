// The course's scenarios: which one is open, with which values, by which lesson plan.
#include "viz/app/app.h"
#include "viz/data/text/told_error.h"
#include "viz/parameter_texts.h"

#include <algorithm>
#include <utility>

namespace loopscope::viz {

bool App::open_scenario(const std::string& name, const ParameterValues& parameters) {
    const ScenarioInfo* found = plans_.scenario(name);
    if (found == nullptr) {
        desk_.warn("notice.no_scenario", {{"name", name}});
        return false;
    }
    ParameterValues values = found->default_values();
    for (const auto& [key, value] : parameters) values[key] = value;
    Loaded loaded = load([&](const Progress&) { return services_->run(name, values, {}); });
    if (!show(std::move(loaded), found->name, false)) return false;
    if (scenario() != found) arrange_for(*found);
    desk_.document.clear_file();
    desk_.document.set_run_of(found, std::move(values));
    tutor_.begin(name, plans_.chosen() != nullptr);
    if (services_->at_lesson) services_->at_lesson({plans_.chosen_name(), name});
    return true;
}

// As the scenario wants to be seen at first.
void App::arrange_for(const ScenarioInfo& scenario) {
    ViewState& view = desk_.view;
    view.layer = std::clamp(scenario.layer, 1, kLastLayer);
    lend_axis(scenario.by_clock);
    for (Arrangement& each : view.arrangements) begin_with_program(each);
    Arrangement& projector = view.arrangements[kPresentLayer];
    if (view.layer >= kLayerOfLoop) projector.lend(View::loop, info_of(View::loop).home);
    for (const std::string& word : scenario.views)
        if (const auto seat = seat_named(word))
            for (Arrangement* each : {&view.arrangements[static_cast<std::size_t>(view.layer)], &projector})
                each->lend(seat->first, seat->second);
    view.parameter = 0;
    tutor_.start_over();
}

// What was compared were runs of the last scenario, and what the lesson and the notes say is hidden at first.
void App::begin_with_program(Arrangement& seen) {
    seen.give_back();
    const auto behind = [&](View front, View wanted) {
        if (seen.shows(front) && seen.place_of(front) == seen.place_of(wanted)) seen.show(wanted);
    };
    behind(View::compare, View::timeline);
    behind(View::lesson, View::source);
    behind(View::notes, View::source);
}

// The timeline's axis that a scenario begins with; the next one puts back what was before.
void App::lend_axis(bool clock) {
    AxisMode& axis = desk_.view.axis;
    if (std::exchange(axis_lent_, false) && axis == AxisMode::clock) axis = AxisMode::logical;
    axis_lent_ = clock && axis == AxisMode::logical;
    if (axis_lent_) axis = AxisMode::clock;
}

void App::change_scenario(int by) {
    const auto& all = plans_.scenarios();
    if (all.empty()) return;
    const auto count = static_cast<std::ptrdiff_t>(all.size());
    const std::ptrdiff_t here = scenario() == nullptr ? (by > 0 ? -1 : count) : scenario() - all.data();
    const std::ptrdiff_t next = here + by;
    const bool planned = plans_.chosen() != nullptr;
    if (next < 0) return desk_.tell(planned ? "notice.first_step" : "notice.first_scenario");
    if (next >= count) return desk_.tell(planned ? "notice.last_step" : "notice.last_scenario");
    leave([this, name = all[static_cast<std::size_t>(next)].name] { open_scenario(name, {}); });
}

void App::run_again() {
    const Document& document = desk_.document;
    if (document.is_program())
        return leave([this, path = document.file()] { open_in_background(path, Opener::Task::restart); });
    if (scenario() == nullptr) return;
    leave([this, name = scenario()->name, values = tutor_.own_values()] { open_scenario(name, values); });
}

// By the user: from now on these are the values that a question gives back.
void App::set_parameters(const ParameterValues& wanted) {
    run_with(wanted);
    tutor_.forget_own_values();
}

void App::run_with(const ParameterValues& wanted) {
    if (scenario() == nullptr) return;
    Document& document = desk_.document;
    ParameterValues values = parameters();
    for (const auto& [name, value] : wanted) values[name] = value;
    const bool changed = !document.store()->recording().header.interventions.empty();
    const bool own = document.is_program();  // what runs now is the course's program
    if (!show(load([&](const Progress&) { return services_->run(scenario()->name, values, {}); }),
              own ? scenario()->name : document.name(), true))
        return;
    if (own) {
        desk_.tell("notice.course_again", {{"file", document.file().filename().string()}});
        document.clear_file();
    }
    document.set_run_of(scenario(), std::move(values));
    tutor_.start_over();  // with other values the first question is another one
    if (changed) desk_.warn("whatif.gone");
}

void App::mark_parameter(int by) {
    if (scenario() == nullptr || scenario()->parameters.empty()) return desk_.tell("notice.no_values");
    const auto count = static_cast<int>(scenario()->parameters.size());
    desk_.view.parameter = (desk_.view.parameter + by + count) % count;
    tell_value(scenario()->parameters[static_cast<std::size_t>(desk_.view.parameter)]);
}

// Where the parameters are not seen, what the keys are about is said.
void App::tell_value(const ParameterInfo& parameter) {
    if (!layout()[View::course].empty()) return;
    const std::string& language = desk_.view.language;
    const auto now = parameters().find(parameter.name);
    const std::string& value = now == parameters().end() ? parameter.default_value : now->second;
    desk_.tell("notice.value",
               {{"name", parameter.label.empty() ? parameter.name : parameter.label.in(language)},
                {"value", value_in_words(parameter, value, desk_.words(), language)}});
}

void App::change_value(int by) {
    if (scenario() == nullptr || scenario()->parameters.empty()) return desk_.tell("notice.no_values");
    const ParameterInfo& parameter = scenario()->parameters[static_cast<std::size_t>(desk_.view.parameter)];
    const auto& values = parameter.values;
    const auto now = parameters().find(parameter.name);
    const auto found =
        now == parameters().end() ? values.end() : std::find(values.begin(), values.end(), now->second);
    // It may be none of these.
    const std::ptrdiff_t here = found == values.end() && by > 0 ? -1 : found - values.begin();
    const std::ptrdiff_t next = here + by;
    const std::string& name =
        parameter.label.empty() ? parameter.name : parameter.label.in(desk_.view.language);
    if (next < 0) return desk_.tell("notice.first_value", {{"name", name}});
    if (next >= static_cast<std::ptrdiff_t>(values.size()))
        return desk_.tell("notice.last_value", {{"name", name}});
    const std::string& wanted = values[static_cast<std::size_t>(next)];
    set_parameters({{parameter.name, wanted}});
    if (const auto set = parameters().find(parameter.name);
        set != parameters().end() && set->second == wanted)
        tell_value(parameter);
}

// By its name in a language other than English it is wanted in that one.
bool App::start_plan(const std::string& name) {
    const PlanInfo* plan = plans_.named(name);
    if (plan == nullptr) {
        desk_.warn("notice.no_scenario", {{"name", name}});
        return false;
    }
    if (const std::string language = plans_.language_of(name); !language.empty())
        desk_.view.language = language;
    plans_.choose(plan);
    return open_scenario(plan->steps.front().name, {});
}

// null: the whole course.
void App::choose_plan(const PlanInfo* plan) {
    leave([this, plan] {
        const std::string open = scenario() != nullptr ? scenario()->name : std::string();
        plans_.choose(plan);
        tutor_.begin_lesson();
        desk_.document.set_scenario(nullptr);  // of another list
        const auto& all = plans_.scenarios();
        if (!all.empty()) open_scenario(plan != nullptr || open.empty() ? all.front().name : open, {});
    });
}

// A plan that has a mistake by now says where; what was read before stays.
void App::follow_plan(double seconds) {
    if (!plans_.has_changed(seconds)) return;
    try {
        renew_plan(services_->read_plan(plans_.file()));
        desk_.messages.dismiss();
        desk_.tell("notice.plan_renewed", {{"file", plans_.file().filename().string()}});
    } catch (const ToldError& error) {
        note(error.saying());
    }
}

void App::open_plan(const std::filesystem::path& path) {
    if (!services_->read_plan) return;
    try {
        PlanInfo plan = services_->read_plan(path);
        recent_.add(path);
        leave([this, plan = std::move(plan), path] {
            desk_.document.set_scenario(nullptr);  // it may be of a plan that goes
            plans_.take(plan, path);
            tutor_.begin_lesson();
            open_scenario(plan.steps.front().name, {});
        });
    } catch (const ToldError& error) {
        note(error.saying());
    }
}

// What is open stays, as far as it is still in it; if it ran with the plan's values, it does so again.
void App::renew_plan(PlanInfo fresh) {
    const bool seen = plans_.file_is_chosen() && scenario() != nullptr;
    const std::string name = seen ? scenario()->name : std::string();
    const bool as_planned =
        seen && desk_.document.file().empty() && parameters() == scenario()->default_values();
    plans_.renew(std::move(fresh));
    if (!seen) return;
    desk_.document.set_scenario(plans_.scenario(name));
    if (scenario() == nullptr)
        return leave([this, first = plans_.scenarios().front().name] { open_scenario(first, {}); });
    if (as_planned && parameters() != scenario()->default_values())
        set_parameters(scenario()->default_values());
    desk_.view.parameter = 0;
}

}  // namespace loopscope::viz
