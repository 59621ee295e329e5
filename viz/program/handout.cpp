#include "viz/export/handout.h"
#include "course/playlist.h"
#include "viz/data/recording/store.h"
#include "viz/data/recording/value_text.h"
#include "viz/data/text/lesson.h"
#include "viz/export/plan_notes.h"
#include "viz/program/commands.h"
#include "viz/program/errors.h"
#include "viz/program/playlists.h"

#include <fmt/format.h>

#include <stdexcept>

namespace loopscope::program {
namespace {

// What goes on paper one after the other.
struct Item {
    const CatalogueEntry* entry;
    viz::ParameterValues values;
};

std::vector<Item> items_of(const Catalogue& catalogue, const HandoutCommand& command) {
    if (const CatalogueEntry* entry = catalogue.find(command.what))
        return {{entry, parameter_values(*entry, command.assignments)}};
    if (!is_playlist(catalogue, command.what))
        return {{&catalogue.get(command.what), {}}};  // says what there is
    std::vector<Item> items;
    for (const PlannedStep& step : read_playlist(catalogue, command.what).steps)
        items.push_back({step.entry, step.values});
    return items;
}

std::string values_text(const viz::ParameterInfo& parameter, const std::string& language) {
    std::string text;
    for (const std::string& value : parameter.values) {
        const auto words = parameter.words.find(value);
        text += (text.empty() ? "" : "  \u00b7  ") + (words == parameter.words.end()
                                                          ? viz::value_text(value, viz::Words::of(language))
                                                          : words->second.in(language));
    }
    return text;
}

viz::Handout handout_of(const Item& item, const viz::Store& store, const std::string& language) {
    const viz::ScenarioInfo& info = item.entry->info;
    viz::Handout handout;
    handout.title = info.title.in(language);
    handout.idea = info.idea.in(language);
    handout.language = language;
    for (const trace::Source& source : info.sources) {
        if (source.language == "python") handout.python = source.text;
    }
    const course::Facts facts(store.recording(), item.values);
    handout.question = course::ask(info.questions.question, facts, store.event_count());
    handout.phases =
        viz::named_phases(course::phases_of(info.questions.phases, facts, store.event_count()), language);
    for (const viz::ParameterInfo& parameter : info.parameters)
        handout.parameters.emplace_back(parameter.label.in(language), values_text(parameter, language));
    handout.store = &store;
    return handout;
}

// The pages to fill in first, then their solutions: they are copied separately.
void print_items(const Catalogue& catalogue, const HandoutCommand& command, const std::vector<Item>& items,
                 viz::Paper& paper) {
    const bool only_page = command.output.extension() == ".svg";
    bool first = true;
    for (const bool solution : {false, true}) {
        if (only_page && solution != command.solution) continue;
        for (const Item& item : items) {
            if (!first) paper.next_page();
            first = false;
            const viz::Store store(catalogue.run(item.entry->info.name, item.values, {}));
            viz::print_handout(paper, handout_of(item, store, command.language),
                               viz::Words::of(command.language), solution);
        }
    }
}

// "B: 3 s", and why.
void tell_answer(const course::Asked& asked, const std::string& language, viz::PlanStepNotes& notes) {
    const course::AskedOption& right = asked.options[asked.answer];
    notes.question = asked.text.in(language);
    notes.answer = fmt::format("{:c}: {}", 'A' + static_cast<int>(asked.answer), right.text.in(language));
    notes.reason = right.reply.in(language);
}

viz::PlanStepNotes notes_of(const Catalogue& catalogue, const PlannedStep& step,
                            const std::string& language) {
    const viz::ScenarioInfo& info = step.entry->info;
    viz::PlanStepNotes notes{.minutes = step.minutes,
                             .title = info.title.in(language),
                             .note = step.note.in(language),
                             .question = {},
                             .answer = {},
                             .reason = {},
                             .notes = viz::parse_lesson(info.lesson.in(language)).teacher};
    const trace::Recording recording = catalogue.run(info.name, step.values, {});
    const course::Facts facts(recording, step.values);
    if (const auto asked = course::ask(info.questions.question, facts,
                                       static_cast<trace::EventIndex>(recording.events.size())))
        tell_answer(*asked, language, notes);
    return notes;
}

void print_notes(const Catalogue& catalogue, const HandoutCommand& command, viz::Paper& paper) {
    const PlannedLesson lesson = read_playlist(catalogue, command.what);
    viz::PlanNotes notes{
        .title = lesson.title.in(command.language), .about = lesson.about.in(command.language), .steps = {}};
    for (const PlannedStep& step : lesson.steps)
        notes.steps.push_back(notes_of(catalogue, step, command.language));
    viz::print_plan_notes(paper, notes, viz::Words::of(command.language));
}

void check_notes(const Catalogue& catalogue, const HandoutCommand& command) {
    if (!is_playlist(catalogue, command.what)) throw UsageError("--notes are those of a lesson plan.");
    if (command.output.extension() == ".svg")
        throw UsageError("an SVG file holds one page: write the notes to a .pdf file.");
}

}  // namespace

int run_handout(const Catalogue& catalogue, const HandoutCommand& wanted) {
    HandoutCommand command = wanted;
    if (command.language.empty()) command.language = language_of(catalogue, command.what);
    const bool cards = command.what == "cards";
    if (command.notes) check_notes(catalogue, command);
    const std::vector<Item> items = cards ? std::vector<Item>() : items_of(catalogue, command);
    if (items.size() > 1 && command.output.extension() == ".svg")
        throw UsageError("an SVG file holds one page: write the hand-outs of a lesson plan to a .pdf file.");
    try {
        viz::Paper paper(command.output);
        if (cards) {
            viz::print_cards(paper);
        } else if (command.notes) {
            print_notes(catalogue, command, paper);
        } else {
            print_items(catalogue, command, items, paper);
        }
        paper.finish();
    } catch (const std::invalid_argument& error) {
        throw UsageError(fmt::format("{}: {}.", command.output.string(), error.what()));
    } catch (const std::runtime_error& error) {
        throw SubjectError(error.what());
    }
    return kExitOk;
}

}  // namespace loopscope::program
