#include "viz/view/file_list.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <system_error>
#include <utility>

namespace loopscope::viz {

namespace fs = std::filesystem;

namespace {

std::optional<FileEntry> entry_of(const fs::directory_entry& file) {
    std::error_code unknown;
    const std::string name = file.path().filename().string();
    if (name.empty() || name.front() == '.') return std::nullopt;
    if (file.is_directory(unknown)) return FileEntry{name, FileKind::folder};
    if (file.path().extension() == ".loopscope") return FileEntry{name, FileKind::recording};
    if (file.path().extension() == ".py") return FileEntry{name, FileKind::program};
    if (file.path().extension() == ".playlist") return FileEntry{name, FileKind::plan};
    return std::nullopt;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The number that stands at `at`, without zeros in front, and moves behind it.
std::string_view take_number(std::string_view text, std::size_t& at) {
    while (at < text.size() && text[at] == '0') ++at;
    const std::size_t from = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return text.substr(from, at - from);
}

}  // namespace

bool comes_before(std::string_view a, std::string_view b) {
    std::size_t i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        if (is_digit(a[i]) && is_digit(b[j])) {
            const std::string_view x = take_number(a, i), y = take_number(b, j);
            if (x.size() != y.size()) return x.size() < y.size();
            if (x != y) return x < y;
        } else {
            const int x = std::tolower(static_cast<unsigned char>(a[i++]));
            const int y = std::tolower(static_cast<unsigned char>(b[j++]));
            if (x != y) return x < y;
        }
    }
    return std::pair(a.size() - i, a) < std::pair(b.size() - j, b);  // what is a beginning comes first
}

FileList list_files(const fs::path& folder) {
    FileList list;
    std::error_code error;
    fs::directory_iterator file(folder, fs::directory_options::skip_permission_denied, error);
    list.readable = !error;
    for (; !error && file != fs::directory_iterator(); file.increment(error)) {
        if (const auto entry = entry_of(*file)) list.entries.push_back(*entry);
    }
    std::sort(list.entries.begin(), list.entries.end(), [](const FileEntry& a, const FileEntry& b) {
        const bool folder_a = a.kind == FileKind::folder, folder_b = b.kind == FileKind::folder;
        return folder_a != folder_b ? folder_a : comes_before(a.name, b.name);
    });
    if (folder.has_relative_path()) list.entries.insert(list.entries.begin(), {"..", FileKind::folder});
    return list;
}

std::optional<std::size_t> meant_by(const FileList& list, std::string_view typed) {
    const auto found = std::find_if(list.entries.begin(), list.entries.end(), [&](const FileEntry& entry) {
        return typed.empty() ? entry.kind != FileKind::folder : entry.name.starts_with(typed);
    });
    if (found == list.entries.end()) return std::nullopt;
    return static_cast<std::size_t>(found - list.entries.begin());
}

void RecentFiles::add(const fs::path& path) {
    std::error_code unknown;
    const fs::path whole = fs::absolute(path, unknown);
    const std::string text = unknown ? path.string() : whole.lexically_normal().string();
    // The settings are lines of text.
    const auto hinders = [](char c) { return c == '|' || static_cast<unsigned char>(c) < 0x20; };
    if (std::any_of(text.begin(), text.end(), hinders)) return;
    all_.erase(std::remove(all_.begin(), all_.end(), text), all_.end());
    all_.insert(all_.begin(), text);
    if (all_.size() > kMost) all_.resize(kMost);
}

std::string RecentFiles::text() const {
    std::string text;
    for (const std::string& path : all_) text += (text.empty() ? "" : "|") + path;
    return text;
}

void RecentFiles::take(const std::string& text) {
    all_.clear();
    for (std::size_t at = 0; at < text.size() && all_.size() < kMost;) {
        const std::size_t end = std::min(text.find('|', at), text.size());
        if (end > at) all_.push_back(text.substr(at, end - at));
        at = end + 1;
    }
}

}  // namespace loopscope::viz
