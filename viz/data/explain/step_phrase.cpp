#include "viz/data/explain/step_phrase.h"

#include "viz/data/recording/labels.h"

namespace loopscope::viz {

using trace::Event;
using trace::EventKind;

StepPhrases::StepPhrases(const trace::Recording& recording, const Words& words)
    : recording_(recording), words_(words) {
    objects_.update(recording);
}

std::string StepPhrases::name(trace::ObjectId id) const { return label_of(recording_, objects_, id, words_); }

// How a task's step ends.
std::string StepPhrases::of_end(const Event& e) const {
    const std::string who = name(e.a), text(recording_.string(e.text));
    switch (e.kind) {
        case EventKind::yield: return words_.fill("phrase.yield", {{"who", who}});
        case EventKind::await:
            if (objects_[e.b].kind == trace::ObjectKind::sleep)
                return words_.fill("phrase.sleep",
                                   {{"who", who}, {"time", seconds_text(objects_[e.b].value, words_)}});
            return words_.fill("phrase.await", {{"who", who}, {"what", name(e.b)}});
        case EventKind::task_return: return words_.fill("phrase.returned", {{"who", who}, {"text", text}});
        case EventKind::task_raise: return words_.fill("phrase.raised", {{"who", who}, {"text", text}});
        default: return words_.fill("phrase.cancelled", {{"who", who}});
    }
}

std::string StepPhrases::operator()(const trace::StepLine& line) const {
    const Event& e = recording_.events[line.event];
    const std::string text(recording_.string(e.text));
    const auto say = [&](std::string_view key) {
        return words_.fill(key, {{"who", name(e.a)}, {"text", text}});
    };
    switch (e.kind) {
        case EventKind::step: return say(e.text == 0 ? "phrase.run" : "phrase.throw");
        case EventKind::yield:
        case EventKind::await:
        case EventKind::task_return:
        case EventKind::task_raise:
        case EventKind::task_cancelled: return of_end(e);
        case EventKind::call: return say("phrase.call");
        case EventKind::create: return say("phrase.create");
        case EventKind::cancel:
            return say((e.flags & trace::kAlreadyDone) != 0 ? "phrase.cancel_done" : "phrase.cancel");
        case EventKind::resolve:
            return say(e.flags == static_cast<std::uint8_t>(trace::Outcome::exception)
                           ? "phrase.resolve_exception"
                           : "phrase.resolve");
        case EventKind::print: return say("phrase.print");
        case EventKind::intervene: {
            const auto kind = static_cast<trace::InterventionKind>(e.flags);
            return words_.fill(
                "compare.intervention_here",
                {{"what", words_["intervene." + std::string(name_of(kind)) + ".short"]}, {"who", name(e.a)}});
        }
        default: return line.text;
    }
}

}  // namespace loopscope::viz
