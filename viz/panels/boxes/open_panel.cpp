#include "viz/panels/boxes/open_panel.h"

#include "viz/imgui_compat.h"
#include "viz/panels/base/widgets.h"

#include <algorithm>
#include <system_error>

namespace loopscope::viz {

namespace fs = std::filesystem;

namespace {

std::string_view word_of(FileKind kind) {
    switch (kind) {
        case FileKind::folder: return "file.folder";
        case FileKind::recording: return "file.recording";
        case FileKind::program: return "file.program";
        case FileKind::plan: return "file.plan";
    }
    return "file.folder";
}

}  // namespace

void OpenPanel::open(const fs::path& folder) {
    is_open_ = opening_ = true;
    entering_ = false;
    text_[0] = 0;
    go_to(folder);
}

void OpenPanel::go_to(const fs::path& folder) {
    std::error_code unknown;
    // "" is the folder of a file that is named without one; "a/" is "a".
    const fs::path whole = folder.empty() ? fs::current_path(unknown) : fs::absolute(folder, unknown);
    folder_ = (unknown ? folder : whole).lexically_normal();
    if (!folder_.has_filename() && folder_.has_relative_path()) folder_ = folder_.parent_path();
    files_ = list_files(folder_);
    // Who presses Enter at once wants a file, not to leave the folder.
    chosen_ = static_cast<int>(meant_by(files_, {}).value_or(0));
}

void OpenPanel::choose(const FileEntry& entry, Wishes& wishes) {
    if (entry.kind == FileKind::folder) {
        go_to(entry.name == ".." ? folder_.parent_path() : folder_ / entry.name);
    } else {
        wishes.file = folder_ / entry.name;
    }
}

// With the stroke behind its name a folder is opened, as a shell's completion does.
bool OpenPanel::enter_typed_folder() {
    const std::string_view name = text_.data();
    std::error_code unknown;
    if (!name.ends_with('/') || !fs::is_directory(folder_ / name, unknown)) return false;
    go_to(folder_ / name);
    text_[0] = 0;
    ++typed_folders_;
    opening_ = true;
    return true;
}

// What was typed, or what is marked.
void OpenPanel::take(Wishes& wishes) {
    if (text_[0] != 0) {
        const std::string name = text_.data();
        const fs::path typed = folder_ / name;
        std::error_code unknown;
        text_[0] = 0;
        if (fs::is_directory(typed, unknown)) return go_to(typed);
        // The beginning of a name has marked it; the arrows may have gone on from there.
        if (!fs::exists(typed, unknown) && meant_by(files_, name) && chosen_ >= 0)
            return choose(files_.entries[static_cast<std::size_t>(chosen_)], wishes);
        wishes.file = typed;
    } else if (!files_.entries.empty()) {
        choose(files_.entries[static_cast<std::size_t>(chosen_)], wishes);
    }
}

void OpenPanel::draw(const Scene& scene, const RecentFiles& recent, Wishes& wishes, Rect window) {
    const float height = std::min(window.height * 0.76F, scene.px(560));
    begin_box("open", scene, window, {scene.px(640), height}, 0.1F, {16, 14});
    write(scene, Type::title, scene.theme->text, scene.say("file.open"));
    space(scene, 2);
    if (opening_) put_caret_here();
    opening_ = false;
    ImGui::SetNextItemWidth(-1);
    ImGui::PushID(typed_folders_);  // another one has the text that is set here, not what was typed
    entering_ |= ImGui::InputTextWithHint("##path", scene.say("file.path").c_str(), text_.data(),
                                          text_.size(), ImGuiInputTextFlags_EnterReturnsTrue);
    const bool edited = ImGui::IsItemEdited();
    ImGui::PopID();
    // What is typed may be elsewhere: then nothing in the list is meant.
    if (edited && !enter_typed_folder()) {
        const fs::path typed = (folder_ / text_.data()).lexically_normal();
        const auto meant =
            meant_by(files_, typed.parent_path() == folder_ ? typed.filename().string() : text_.data());
        chosen_ = meant ? static_cast<int>(*meant) : -1;
    }
    const int count = static_cast<int>(files_.entries.size());
    if (key_pressed(Key::down)) ++chosen_;
    if (key_pressed(Key::up)) --chosen_;
    const int least = text_[0] != 0 ? -1 : 0;
    chosen_ = std::clamp(chosen_, least, std::max(0, count - 1));
    space(scene, 2);
    ImGui::BeginChild("files", {0, 0}, false, ImGuiWindowFlags_NoNav);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    rows(scene, recent, wishes);
    ImGui::PopStyleVar();
    ImGui::EndChild();
    if (entering_ && !input_waits()) {
        entering_ = false;
        take(wishes);
        opening_ = true;  // Enter takes the caret away
    }
    end_box();
}

void OpenPanel::rows(const Scene& scene, const RecentFiles& recent, Wishes& wishes) {
    if (!recent.all().empty()) {
        heading(scene, scene.say("file.recent"));
        space(scene, 4);
        for (std::size_t i = 0; i < recent.all().size(); ++i) {
            const fs::path path = recent.all()[i];
            ImGui::PushID(static_cast<int>(i));
            if (row(scene, path.filename().string(), path.parent_path().string(), false)) wishes.file = path;
            ImGui::PopID();
        }
        space(scene, 8);
    }
    heading(scene, folder_.string());
    space(scene, 4);
    if (!files_.readable) write_wrapped(scene, Type::body, scene.theme->bad, scene.say("file.unreadable"));
    const auto is_file = [](const FileEntry& entry) { return entry.kind != FileKind::folder; };
    if (files_.readable && std::none_of(files_.entries.begin(), files_.entries.end(), is_file))
        write_wrapped(scene, Type::body, scene.theme->text_dim, scene.say("file.empty")), space(scene, 6);
    for (std::size_t i = 0; i < files_.entries.size(); ++i) {
        const FileEntry entry = files_.entries[i];
        ImGui::PushID(static_cast<int>(i) + 1000);
        const bool chosen = static_cast<int>(i) == chosen_;
        const bool pressed = row(scene, entry.name, scene.say(word_of(entry.kind)), chosen);
        ImGui::PopID();
        if (!pressed) continue;
        choose(entry, wishes);
        return;  // the entries are others now
    }
}

bool OpenPanel::row(const Scene& scene, std::string_view name, std::string_view remark, bool chosen) const {
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = std::max(ImGui::GetContentRegionAvail().x, 1.0F), height = scene.px(26);
    const bool pressed = ImGui::InvisibleButton("file", {width, height});
    if (chosen && !ImGui::IsItemVisible()) ImGui::SetScrollHereY(0.5F);
    if (chosen || ImGui::IsItemHovered())
        brush.draw->AddRectFilled(at, {at.x + width, at.y + height},
                                  chosen ? scene.theme->accent_soft : scene.theme->hover, scene.px(4));
    const float y = at.y + (height - text_height(brush, Type::body)) / 2;
    const float name_width = std::min(text_width(brush, Type::body, name), width * 0.6F);
    text_within(brush, Type::body, {at.x + scene.px(10), y}, width * 0.6F, scene.theme->text, name);
    const float x = at.x + scene.px(22) + name_width;
    text_within(brush, Type::small, {x, y + scene.px(2)}, at.x + width - x - scene.px(8),
                scene.theme->text_dim, remark);
    return pressed;
}

}  // namespace loopscope::viz
