// What of a folder the window can open, for a dialog that needs nobody else's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::viz {

enum class FileKind : std::uint8_t { folder, recording, program, plan };

struct FileEntry {
    std::string name;
    FileKind kind{};

    friend bool operator==(const FileEntry&, const FileEntry&) = default;
};

struct FileList {
    std::vector<FileEntry> entries;  // the way up first, then folders, then files, each by name
    bool readable = true;
};

// The order of people: numbers by their value (run_2 before run_10), letters whatever their case.
bool comes_before(std::string_view a, std::string_view b);

// Folders, *.loopscope, *.py and *.playlist; nothing that is hidden.
FileList list_files(const std::filesystem::path& folder);

// The entry that is meant by what has been typed: the first whose name begins so; with nothing typed the
// first file. Nothing if there is none.
std::optional<std::size_t> meant_by(const FileList& list, std::string_view typed);

// Files that were opened before, the last first; each once.
class RecentFiles {
public:
    void add(const std::filesystem::path& path);
    const std::vector<std::string>& all() const { return all_; }
    // One line for the settings, and back.
    std::string text() const;
    void take(const std::string& text);

private:
    static constexpr std::size_t kMost = 8;
    std::vector<std::string> all_;
};

}  // namespace loopscope::viz
