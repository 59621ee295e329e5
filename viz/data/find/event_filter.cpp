#include "viz/data/find/event_filter.h"

#include "viz/data/recording/event_object.h"
#include "viz/data/recording/source_place.h"
#include "viz/data/text/letters.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;

namespace {

template <class Number>
std::optional<Number> number_in(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<std::int64_t> nanoseconds_in(std::string_view text) {
    const auto seconds = number_in<double>(text);
    if (!seconds || !(std::abs(*seconds) < 9e9)) return std::nullopt;
    return std::llround(*seconds * 1e9);
}

struct Part {
    std::string text;
    bool literal = false;  // quoted, or a path such as /37: no expression, whatever it begins with
};

// The next term, without its quotes: up to a blank outside quotes, or a whole /expression/.
Part next_term(std::string_view& text) {
    if (text.starts_with('/') && (text.find_last_of('/') != 0 || text.size() == 1)) {
        const std::size_t end = text.find_last_of('/');
        std::string term(text.substr(0, end == 0 ? text.size() : end));
        text.remove_prefix(end == 0 ? text.size() : end + 1);
        return {term, false};
    }
    const bool literal = text.starts_with('/') || text.starts_with('"');
    std::string term;
    bool quoted = false;
    while (!text.empty() && (quoted || text.front() != ' ')) {
        if (text.front() == '"') {
            quoted = !quoted;
        } else {
            term += text.front();
        }
        text.remove_prefix(1);
    }
    return {term, literal};
}

bool is_key(std::string_view word) {
    constexpr std::string_view kKeys[] = {"kind", "task", "of", "line", "t", "turn"};
    return std::find(std::begin(kKeys), std::end(kKeys), word) != std::end(kKeys);
}

}  // namespace

std::string searchable_text(const Store& store, EventIndex index) {
    const Event& event = store.event(index);
    std::string text(trace::name_of(event.kind));
    if (names_objects(event.kind)) {
        if (event.a != 0) text += " " + store.label(event.a);
        if (event.b != 0) text += " " + store.label(event.b);
    }
    if (event.text != 0) text += " " + store.text(event.text);
    const std::string& function = store.recording().location(event.loc).function;
    return function.empty() ? text : text + " " + function;
}

EventFilter::EventFilter(std::string_view text, const Store& store) {
    while (!text.empty()) {
        if (text.front() == ' ') {
            text.remove_prefix(1);
            continue;
        }
        const auto [term, literal] = next_term(text);
        const std::size_t colon = term.find(':');
        if (literal) {
            add({"", term}, store);
        } else if (term.starts_with('/')) {
            add({"/", term.substr(1)}, store);
        } else if (term.starts_with('#')) {
            add({"#", term.substr(1)}, store);
        } else if (colon != std::string::npos && is_key(term.substr(0, colon))) {
            add({term.substr(0, colon), term.substr(colon + 1)}, store);
        } else {
            add({"", term}, store);
        }
    }
}

void EventFilter::add(const Term& term, const Store& store) {
    any_ = true;
    if (term.value.empty()) {
        complain("filter.nothing_follows", term.key);
    } else if (term.key == "kind") {
        add_kinds(term.value);
    } else if (term.key == "task" || term.key == "of" || term.key == "#") {
        add_objects(term, store);
    } else if (term.key == "line") {
        add_line(term.value);
    } else if (term.key == "t") {
        add_time(term.value);
    } else if (term.key == "turn") {
        add_turn(term.value, store);
    } else if (term.key == "/") {
        add_expression(term.value);
    } else {
        words_.push_back(small_letters(term.value));
    }
}

void EventFilter::complain(std::string_view key, std::string what) {
    problem_ = key;
    problem_what_ = std::move(what);
}

std::string EventFilter::problem(const Words& words) const {
    return understood() ? std::string() : words.fill(problem_, {{"what", problem_what_}});
}

// " (step?)": those that begin alike or have it within; nothing if there are none.
std::string kinds_near(std::string_view wanted) {
    constexpr std::size_t kAlike = 3;  // letters
    std::string near;
    for (const std::string_view name : trace::kEventKindNames) {
        const bool alike = wanted.size() >= kAlike && (name.find(wanted) != std::string_view::npos ||
                                                       name.starts_with(wanted.substr(0, kAlike)));
        if (alike) (near += near.empty() ? " (" : ", ") += name;
    }
    return near.empty() ? near : near + "?)";
}

void EventFilter::add_kinds(const std::string& value) {
    if (!kinds_) kinds_.emplace();
    std::string_view rest = value;
    while (!rest.empty()) {
        const std::string_view wanted = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(wanted.size() + 1, rest.size()));
        const auto& names = trace::kEventKindNames;
        // A whole name is meant exactly: "cancel" is not "cancelled".
        const bool exact = std::find(std::begin(names), std::end(names), wanted) != std::end(names);
        bool found = false;
        for (std::size_t i = 0; i < trace::kEventKinds; ++i) {
            if (exact ? names[i] != wanted : !names[i].starts_with(wanted)) continue;
            kinds_->set(i);
            found = true;
        }
        if (!found) complain("filter.no_kind", std::string(wanted) + kinds_near(wanted));
    }
}

void EventFilter::add_objects(const Term& term, const Store& store) {
    const trace::ObjectIndex& objects = store.objects();
    std::vector<bool> wanted(objects.size());
    const std::string name = small_letters(term.value);
    const auto number = number_in<trace::ObjectId>(term.value);
    bool found = false;
    const auto look = [&](auto is_meant) {
        for (trace::ObjectId id = 1; id < objects.size(); ++id) {
            if (!objects.knows(id) || (term.key == "task" && !is_task(objects, id))) continue;
            wanted[id] = is_meant(id);
            found = found || wanted[id];
        }
    };
    look([&](trace::ObjectId id) {
        return term.key == "#" ? number == id : small_letters(store.label(id)) == name;
    });
    // "Lock" are Lock 1, Lock 2, ... if nothing is called so itself.
    if (!found && term.key != "#")
        look([&](trace::ObjectId id) {
            const std::string label = small_letters(store.label(id));
            return label.size() > name.size() + 1 && label.starts_with(name + " ") &&
                   label.find_first_not_of("0123456789", name.size() + 1) == std::string::npos;
        });
    if (!found) complain("filter.no_name", (term.key == "#" ? "#" : "") + term.value);
    objects_.push_back(std::move(wanted));
}

void EventFilter::add_line(const std::string& value) {
    const std::size_t colon = value.find_last_of(':');
    if (colon != std::string::npos) file_ = value.substr(0, colon);
    const auto line = number_in<std::uint32_t>(std::string_view(value).substr(colon + 1));
    line_ = line.value_or(0);
    if (line_ == 0) complain("filter.no_line", value);
}

void EventFilter::add_time(const std::string& value) {
    const std::size_t dots = value.find("..");
    const std::string_view from = std::string_view(value).substr(0, dots);
    const std::string_view to = dots == std::string::npos ? from : std::string_view(value).substr(dots + 2);
    if (!from.empty()) from_ns_ = nanoseconds_in(from);
    if (!to.empty()) to_ns_ = nanoseconds_in(to);
    if ((!from.empty() && !from_ns_) || (!to.empty() && !to_ns_)) complain("filter.no_time", value);
}

void EventFilter::add_turn(const std::string& value, const Store& store) {
    const auto number = number_in<std::uint32_t>(value);
    const auto& turns = store.turns();
    const auto turn =
        std::find_if(turns.begin(), turns.end(), [&](const Turn& t) { return number == t.number; });
    if (turn == turns.end()) {
        complain("filter.no_turn", value);
        return;
    }
    const auto next = std::next(turn);
    turn_ = {turn->event, next == turns.end() ? store.event_count() : next->event};
}

void EventFilter::add_expression(const std::string& value) {
    try {
        expression_.emplace(value, std::regex::ECMAScript | std::regex::icase);
    } catch (const std::regex_error&) {
        complain("filter.no_expression", value);
    }
}

bool EventFilter::matches(const Store& store, EventIndex index) const {
    if (!understood()) return false;
    const Event& event = store.event(index);
    if (kinds_ && !kinds_->test(static_cast<std::size_t>(event.kind))) return false;
    if (turn_ && (index < turn_->first || index >= turn_->second)) return false;
    if (line_ != 0 && !fits_line(store, event.loc)) return false;
    const bool fits = std::all_of(objects_.begin(), objects_.end(), [&](const std::vector<bool>& wanted) {
        const auto holds = [&](trace::ObjectId id) { return id < wanted.size() && wanted[id]; };
        return names_objects(event.kind) && (holds(event.a) || holds(event.b));
    });
    if (!fits) return false;
    if (from_ns_ || to_ns_) {
        const std::int64_t time = store.time_at(index + 1);
        if ((from_ns_ && time < *from_ns_) || (to_ns_ && time > *to_ns_)) return false;
    }
    return (words_.empty() && !expression_) || fits_words(store, index);
}

bool EventFilter::fits_line(const Store& store, trace::LocationId loc) const {
    const trace::Location& location = store.recording().location(loc);
    const bool recorded =
        location.line == line_ && store.recording().source(location.source).path.ends_with(file_);
    if (!store.reading()) return recorded;  // of millions of events: no names are made
    const NamedPlace named = named_place(store, loc);
    const bool as_recorded = named.line == location.line;
    return (recorded && (as_recorded || !file_.empty())) ||
           (!as_recorded && named.line == line_ && named.file.ends_with(file_));
}

bool EventFilter::fits_words(const Store& store, EventIndex index) const {
    std::string text = searchable_text(store, index);
    if (expression_) {
        // The standard library's matcher needs stack for each character.
        constexpr std::size_t kLongest = 2000;
        text.resize(std::min(text.size(), kLongest));
        if (!std::regex_search(text, *expression_)) return false;
    }
    text = small_letters(text);
    return std::all_of(words_.begin(), words_.end(),
                       [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

}  // namespace loopscope::viz
