// Files that are written: piece by piece, or replaced whole or not at all.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace loopscope::trace {

// What is written to. All throw std::system_error with the name that the user knows and the cause.
class OutputFile {
public:
    // Creates or empties it.
    explicit OutputFile(const std::string& path);
    // Of a descriptor, which it owns; errors call it by `shown_as`.
    OutputFile(int fd, std::string shown_as);
    // Creates or empties it, and lets others see that it is being written, until it is closed or the process
    // is gone. Throws if somebody else writes it: what is in it stays.
    static OutputFile claimed(const std::string& path);
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    ~OutputFile();

    void write(std::string_view text);
    // Until it is on the disk.
    void sync();
    void close();

private:
    std::string shown_as_;
    int fd_;
};

// Creates the file or replaces it by what `write` writes: whoever reads sees the old one or the new one, also
// after a crash of the machine, and an error leaves the old one. It keeps its permissions, and a link to it
// stays one. A device or a pipe, which cannot be replaced, is written to as it is.
void replace_file(const std::string& path, const std::function<void(OutputFile&)>& write);

}  // namespace loopscope::trace
