// Bookmarks, the way back, and what is written into files.
#include "viz/app/app.h"

#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace loopscope::viz {

namespace fs = std::filesystem;
using trace::EventIndex;

void App::perform_marks(Command command) {
    const EventIndex cursor = view_.playback.cursor();
    switch (command) {
        case Command::bookmark:
            if (bookmarks_.toggle(cursor)) panels_.prompt.open("bookmark.note", "");
            return;
        case Command::next_bookmark: return go_to_bookmark(bookmarks_.next(cursor));
        case Command::previous_bookmark: return go_to_bookmark(bookmarks_.previous(cursor));
        case Command::back: return go_to_visit(history_.back({view_.selection.object, cursor}));
        case Command::forward: return go_to_visit(history_.forward({view_.selection.object, cursor}));
        case Command::save: return save();
        case Command::save_picture: picture_ = picture_path(".png"); return;
        case Command::save_drawing: return save_drawing();
        case Command::export_run: return export_run();
        default: return;
    }
}

void App::go_to_bookmark(std::optional<EventIndex> place) {
    if (!place) {
        warn("bookmark.none");
        return;
    }
    view_.playback.pause();
    view_.playback.seek(*store_, *place);
    if (const trace::Bookmark* bookmark = bookmarks_.at(*place); bookmark != nullptr)
        messages_.tell(bookmark->note);
}

void App::go_to_visit(std::optional<Visit> visit) {
    if (!visit) {
        warn("notice.nowhere");
        return;
    }
    view_.playback.pause();
    view_.playback.seek(*store_, visit->cursor);
    view_.selection.object = visit->object;
}

// The present place is somewhere to come back to, before one goes somewhere else by a link.
void App::leave_place() { history_.leave({view_.selection.object, view_.playback.cursor()}); }

namespace {

constexpr std::string_view kSaved = "-bookmarks", kEnding = ".loopscope";

// "run" of "run-bookmarks" and of "run-bookmarks-2".
std::string without_addition(std::string name) {
    const std::size_t at = name.rfind(kSaved);
    if (at == std::string::npos || at == 0) return name;
    const std::string_view rest = std::string_view(name).substr(at + kSaved.size());
    const bool number = rest.size() > 1 && rest.front() == '-' &&
                        rest.find_first_not_of("0123456789", 1) == std::string_view::npos;
    if (rest.empty() || number) name.resize(at);
    return name;
}

// With a number behind the name if there is such a file.
fs::path free_path(const fs::path& folder, const std::string& name) {
    std::error_code unknown;
    fs::path path = folder / (name + std::string(kEnding));
    for (int number = 2; fs::exists(path, unknown); ++number)
        path = folder / (name + "-" + std::to_string(number) + std::string(kEnding));
    return path;
}

}  // namespace

// Whether what is open is all that the file held.
bool App::is_whole_file() const { return !file_.empty() && sound_ && store_->recording().complete; }

// Since it was read: what it holds now would be lost.
bool App::changed_by_others() const {
    const std::optional<FileStamp> now = FileStamp::of(file_);
    return now && now != stamp_;
}

// Where to write: over the file only if nothing of it would be lost.
fs::path App::save_path() const {
    if (is_whole_file() && !changed_by_others()) return file_;
    const std::string name =
        file_.empty() ? title_ : without_addition(file_.stem().string()) + std::string(kSaved);
    return free_path(file_.parent_path(), name);
}

void App::save() {
    if (!services_->save) return;
    const fs::path path = save_path();
    const bool beside = is_whole_file() && path != file_;
    const std::string file = file_.filename().string();
    const trace::Notes notes{.bookmarks = bookmarks_.all(), .cursor = view_.playback.cursor()};
    const Saying problem = services_->save(store_->recording(), path, notes);
    if (!problem.empty()) {
        warn("file.not_saved", {{"why", problem}});
        return;
    }
    bookmarks_.saved();
    recent_.add(path);
    if (file_.extension() != ".py") {  // that one still runs when it is saved
        file_ = path;
        stamp_ = FileStamp::of(path);
        sound_ = true;
    }
    std::error_code unknown;
    tell(beside ? "file.saved_beside" : "file.saved",
         {{"path", fs::absolute(path, unknown).string()}, {"file", file}});
}

// "gather_order-42.png": a moment of its own has a name of its own.
fs::path App::picture_path(const char* ending) const {
    const std::string name = file_.empty() ? title_ : file_.stem().string();
    return name + "-" + std::to_string(view_.playback.cursor()) + ending;
}

void App::told_of_picture(const Saying& problem) {
    std::error_code unknown;
    if (!problem.empty()) {
        warn("file.not_saved", {{"why", problem}});
    } else {
        tell("file.saved", {{"path", fs::absolute(*picture_, unknown).string()}});
    }
    picture_.reset();
}

void App::save_drawing() {
    if (!services_->draw) return;
    DrawingRequest request{.path = picture_path(""),
                           .language = view_.language,
                           .at = view_.playback.cursor(),
                           .from = 0,
                           .to = {},
                           .phases = named_phases(phases_, view_.language)};
    if (view_.measure && !view_.measure_open) {
        request.from = view_.measure->first();
        request.to = view_.measure->last();
    }
    const Saying problem = services_->draw(*store_, request);
    here_.forget();  // drawing has moved the store's state
    std::error_code unknown;
    if (!problem.empty()) {
        warn("file.not_saved", {{"why", problem}});
    } else {
        tell("file.drawn", {{"path", fs::absolute(request.path, unknown).string()}});
    }
}

void App::export_run() {
    if (!services_->export_run) return;
    const fs::path stem = file_.empty() ? fs::path(title_) : file_.stem();
    const Saying problem = services_->export_run(store_->recording(), stem);
    std::error_code unknown;
    if (!problem.empty()) {
        warn("file.not_saved", {{"why", problem}});
    } else {
        tell("file.exported", {{"path", fs::absolute(stem, unknown).string()}});
    }
}

// Does it at once, or asks first what to do with bookmarks that are not saved.
void App::leave(std::function<void()> then) {
    if (!store_ || !bookmarks_.unsaved()) return then();
    leaving_ = std::move(then);
}

void App::decide(Leaving what) {
    if (!leaving_) return;
    const std::function<void()> then = std::exchange(leaving_, nullptr);
    if (what == Leaving::stay) return;
    if (what == Leaving::save) {
        save();
        if (bookmarks_.unsaved()) return;  // it could not be saved
    }
    bookmarks_.saved();
    then();
}

// What was typed into the line that asks.
void App::take_typed(const Wishes& wishes) {
    if (wishes.typed && panels_.prompt.key() == "lanes.filter") view_.lanes.filter = *wishes.typed;
    if (!wishes.entered) return;
    if (panels_.prompt.key() == "lanes.filter") view_.lanes.filter = *wishes.entered;
    const EventIndex cursor = view_.playback.cursor();
    if (panels_.prompt.key() == "bookmark.note" && bookmarks_.at(cursor) != nullptr)
        bookmarks_.note(cursor, *wishes.entered);
    panels_.prompt.close();
}

}  // namespace loopscope::viz
