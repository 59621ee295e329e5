// What is written into files, and what would be lost if something else were opened.
#include "viz/app/app.h"

#include <string>
#include <system_error>
#include <utility>

namespace loopscope::viz {

namespace fs = std::filesystem;

bool App::perform_saving(Command command) {
    switch (command) {
        case Command::save: save(); return true;
        case Command::save_picture: picture_ = picture_path(".png"); return true;
        case Command::save_drawing: save_drawing(); return true;
        case Command::export_run: export_run(); return true;
        default: return false;
    }
}

void App::tell_written(const Saying& problem, const std::string& news, const fs::path& path) {
    if (!problem.empty()) return desk_.warn("file.not_saved", {{"why", problem}});
    std::error_code unknown;
    desk_.tell(news, {{"path", fs::absolute(path, unknown).string()},
                      {"file", desk_.document.file().filename().string()}});
}

void App::save() {
    if (!services_->save) return;
    Document& document = desk_.document;
    const fs::path path = document.save_path();
    const char* news = document.is_saved_beside() ? "file.saved_beside" : "file.saved";
    const trace::Notes notes{.bookmarks = bookmarks().all(), .cursor = desk_.view.playback.cursor()};
    const Saying problem = services_->save(document.store()->recording(), path, notes);
    tell_written(problem, news, path);
    if (!problem.empty()) return;
    document.saved_as(path);
    recent_.add(path);
}

// "gather_order-42.png": a moment of its own has a name of its own.
fs::path App::picture_path(const char* ending) const {
    return desk_.document.stem() + "-" + std::to_string(desk_.view.playback.cursor()) + ending;
}

void App::told_of_picture(const Saying& problem) {
    tell_written(problem, "file.saved", *picture_);
    picture_.reset();
}

void App::save_drawing() {
    if (!services_->draw) return;
    const ViewState& view = desk_.view;
    DrawingRequest request{.path = picture_path(""),
                           .language = view.language,
                           .at = view.playback.cursor(),
                           .from = 0,
                           .to = {},
                           .phases = named_phases(desk_.document.phases(), view.language)};
    if (view.measure && !view.measure_open) {
        request.from = view.measure->first();
        request.to = view.measure->last();
    }
    tell_written(services_->draw(*desk_.store(), request), "file.drawn", request.path);
    desk_.here.forget();  // drawing has moved the store's state
}

void App::export_run() {
    if (!services_->export_run) return;
    const fs::path stem = desk_.document.stem();
    tell_written(services_->export_run(desk_.store()->recording(), stem), "file.exported", stem);
}

// Does it at once, or asks first what to do with bookmarks that are not saved.
void App::leave(std::function<void()> then) {
    if (desk_.store() == nullptr || !bookmarks().unsaved()) return then();
    leaving_ = std::move(then);
}

void App::decide(Leaving what) {
    if (!leaving_) return;
    const std::function<void()> then = std::exchange(leaving_, nullptr);
    if (what == Leaving::stay) return;
    if (what == Leaving::save) {
        save();
        if (bookmarks().unsaved()) return;  // it could not be saved
    }
    desk_.document.bookmarks().saved();
    then();
}

}  // namespace loopscope::viz
