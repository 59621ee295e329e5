// What the user asked for in a panel.
#pragma once

#include "viz/data/explain/posed.h"
#include "viz/data/recording/source_place.h"
#include "viz/services.h"
#include "viz/view/commands.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace loopscope::viz {

// What to do with bookmarks that are not saved.
enum class Leaving : std::uint8_t { save, discard, stay };

// A menu at a place of the window, about what is selected then, the event that is gone to, or the chosen
// line.
struct MenuWish {
    enum class About : std::uint8_t { object, event, line };
    About about{};
    float x = 0, y = 0;
};

// What the user asked for; the app does it when the frame is over.
struct Wishes {
    std::vector<Command> commands;
    std::vector<Chord> keys;                         // as if they were pressed: what a question offers
    std::vector<std::pair<std::size_t, int>> cards;  // raised ones, for an option so many more
    std::optional<trace::EventIndex> seek;
    std::optional<trace::ObjectId> select;
    std::size_t links = 0;                   // of a lesson, that can be pressed
    std::optional<Destination> destination;  // the place of the loop's machine that was pressed for it
    std::optional<SourcePlace> place;        // to be shown in the source
    std::optional<std::string> scenario;
    std::optional<const PlanInfo*> plan;   // null: the whole course
    ParameterValues parameters;            // of the scenario, that are to have other values
    std::optional<std::size_t> take_back;  // an intervention, by its place in the recording's header
    std::optional<MenuWish> menu;
    bool dismiss_notice = false;
    bool cancel_loading = false;
    bool close_palette = false;
    std::optional<std::string> typed, entered;  // in the line that asks for something
    std::uint64_t number = 0;                   // that was entered with it
    std::optional<std::filesystem::path> file;  // to be opened
    std::optional<Leaving> leaving;             // what to do with unsaved bookmarks
};

}  // namespace loopscope::viz
