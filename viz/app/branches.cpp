// What if: the program runs again from the start, and the loop does something besides. Up to that moment the
// two runs are the same.
#include "course/condition.h"
#include "viz/app/app.h"
#include "viz/data/runs/explore.h"

#include <algorithm>
#include <array>
#include <utility>

namespace loopscope::viz {

using trace::EventIndex;
using trace::Intervention;
using trace::InterventionKind;

namespace {

constexpr std::array<std::int64_t, 7> kDelays = {100'000'000,   500'000'000,    1'000'000'000, 2'000'000'000,
                                                 5'000'000'000, 10'000'000'000, 60'000'000'000};
constexpr std::array<std::int64_t, 7> kBytes = {0, 1, 5, 10, 100, 1'000, 10'000};

template <std::size_t N>
std::int64_t next_in(const std::array<std::int64_t, N>& values, std::int64_t now, int by) {
    const auto here = std::find(values.begin(), values.end(), now) - values.begin();
    return values[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(here + by, 0, N - 1))];
}

}  // namespace

Possibilities App::possibilities() {
    Store* store = desk_.store();
    if (store == nullptr) return {};
    desk_.refresh();
    const trace::LoopState& now = desk_.here.now();
    const trace::LoopState& then = store->at(next_moment(*store, now));
    return {what_ifs(*store, then, desk_.subject()), moment_of(then), !now.running.empty()};
}

void App::intervene(InterventionKind kind) {
    if (desk_.store() == nullptr) return;
    if (!desk_.document.can_rerun()) {
        // Where the view is seen, it says so itself.
        if (layout()[View::what_if].empty()) desk_.warn("whatif.python");
        return;
    }
    const Possibilities possible = possibilities();
    const WhatIf& wished = possible.all[static_cast<std::size_t>(kind) - 1];
    if (!wished.why_not.empty()) {
        const auto amount = desk_.view.amount_of(kind);
        const Saying what([this, kind, object = wished.object, amount](const Words& words) {
            return what_if_text(*desk_.store(), kind, object, amount, words);
        });
        desk_.warn("whatif.not_possible", {{"what", what}, {"why", Saying::of(std::string(wished.why_not))}});
        return;
    }
    Intervention intervention{kind, wished.object, possible.at, 0, {}};
    if (kind == InterventionKind::delay || kind == InterventionKind::hold)
        intervention.amount = desk_.view.delay_ns;
    if (kind == InterventionKind::cut) intervention.amount = desk_.view.cut_bytes;
    if (kind == InterventionKind::fail) intervention.failure = trace::failures()[desk_.view.failure];
    std::vector<Intervention> all = desk_.store()->recording().header.interventions;
    const auto before = std::count_if(all.begin(), all.end(),
                                      [&](const Intervention& each) { return each.at <= intervention.at; });
    all.push_back(intervention);
    if (rerun_with(all)) go_to_intervention(static_cast<std::size_t>(before));
}

void App::take_back(std::size_t place) {
    if (desk_.store() == nullptr || !desk_.document.can_rerun()) return;
    std::vector<Intervention> all = desk_.store()->recording().header.interventions;
    if (place >= all.size()) {
        desk_.warn("whatif.nothing_to_undo");
        return;
    }
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(place));
    rerun_with(all);
}

bool App::rerun_with(const std::vector<Intervention>& interventions) {
    Loaded loaded =
        load([&](const Progress&) { return services_->run(scenario()->name, parameters(), interventions); });
    if (!show(std::move(loaded), desk_.document.name(), true)) return false;
    desk_.document.judge();
    return true;
}

void App::go_to_intervention(std::size_t number) {
    const std::vector<EventIndex>& all = desk_.store()->interventions();
    if (number < all.size()) desk_.view.playback.seek(*desk_.store(), all[number] + 1);
}

void App::ask_to_explore() {
    if (!desk_.document.can_rerun()) return desk_.warn("whatif.python");
    desk_.panels.prompt.open("explore.expect", expected_, {"lines", "output"}, seed_);
}

// On a thread of its own, as it may take many runs. False, and says so, if that cannot be expected.
bool App::explore(const std::string& expected, std::uint64_t seed) {
    try {
        Expectation(expected, desk_.store()->recording()).holds(desk_.store()->recording());
    } catch (const course::ConditionError& error) {
        desk_.warn("explore.bad", {{"why", std::string(error.what())}});
        return false;
    }
    expected_ = expected;
    seed_ = seed;
    begin_opening(
        {.task = Opener::Task::explore},
        [run = services_->run, name = scenario()->name, values = parameters(), expected,
         seed](const Progress& progress) {
            Opened usual = run(name, values, {});
            if (!usual.recording) return usual;
            const Expectation expectation(expected, *usual.recording);
            const Saying::Values told = {{"what", expected}, {"seed", std::to_string(seed)}};
            if (!expectation.holds(*usual.recording)) {
                usual.recording.reset();
                usual.error = Saying::of("explore.never", told);
                return usual;
            }
            const Search search{.seed = seed,
                                .run = [&](const Order& order) { return run(name, values, order).recording; },
                                .progress = progress};
            Found found = viz::explore(search, *usual.recording, expectation);
            const bool any = !found.order.empty();
            Saying::Values result = told;
            result.emplace_back("runs", std::to_string(found.runs));
            usual.notes.push_back(Saying::of(any ? "explore.found" : "explore.none", std::move(result)));
            if (any) usual.recording = std::move(found.recording);
            return usual;
        },
        Saying::of("explore.what", {{"what", title()}}));
    return true;
}

void App::finish_exploring(Loaded found) {
    const std::vector<Saying> news = found.notes;
    if (!show(std::move(found), desk_.document.name(), true)) return;
    desk_.document.judge();
    go_to_intervention(0);
    desk_.messages.tell(Saying::lines(news));
}

bool App::perform_what_if(Command command) {
    if (const auto kind = intervention_of(command)) {
        intervene(*kind);
        return true;
    }
    const bool more = command == Command::more;
    switch (command) {
        case Command::more:
        case Command::less:
            desk_.view.delay_ns = next_in(kDelays, desk_.view.delay_ns, more ? 1 : -1);
            desk_.view.cut_bytes = next_in(kBytes, desk_.view.cut_bytes, more ? 1 : -1);
            return true;
        case Command::next_failure_kind:
            desk_.view.failure = (desk_.view.failure + 1) % trace::failures().size();
            return true;
        case Command::explore: ask_to_explore(); return true;
        case Command::take_back:
            if (desk_.store() != nullptr)
                take_back(desk_.store()->recording().header.interventions.size() - 1);
            return true;
        case Command::original_run:
            if (desk_.document.can_rerun() && !desk_.store()->recording().header.interventions.empty())
                rerun_with({});
            return true;
        default: return false;
    }
}

}  // namespace loopscope::viz
