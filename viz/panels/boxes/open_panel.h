// The dialog that opens a file: recent ones, and a folder to walk through.
#pragma once

#include "viz/panels/base/panel.h"
#include "viz/view/file_list.h"

#include <array>
#include <filesystem>

namespace loopscope::viz {

class OpenPanel {
public:
    // Begins in that folder.
    void open(const std::filesystem::path& folder);
    void close() { is_open_ = false; }
    // What was typed or is marked is meant. (A key that comes before the field is there is not seen by it.)
    void enter() { entering_ = true; }
    bool is_open() const { return is_open_; }
    void draw(const Scene& scene, const RecentFiles& recent, Wishes& wishes, Rect window);

private:
    void go_to(const std::filesystem::path& folder);
    void choose(const FileEntry& entry, Wishes& wishes);
    bool enter_typed_folder();
    void take(Wishes& wishes);
    void rows(const Scene& scene, const RecentFiles& recent, Wishes& wishes);
    bool row(const Scene& scene, std::string_view name, std::string_view remark, bool chosen) const;

    bool is_open_ = false, opening_ = false, entering_ = false;
    std::filesystem::path folder_;
    FileList files_;
    int chosen_ = 0, typed_folders_ = 0;
    std::array<char, 1000> text_{};
};

}  // namespace loopscope::viz
