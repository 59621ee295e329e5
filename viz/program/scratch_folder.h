// A folder for what nobody keeps.
#pragma once

#include "viz/program/errors.h"

#include <stdlib.h>

#include <filesystem>
#include <string>

namespace loopscope::program {

// Made by the constructor, which throws SubjectError, and gone with the object.
class ScratchFolder {
public:
    ScratchFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "loopscope-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr)
            throw SubjectError("cannot create a temporary folder: is the disk full?");
        path_ = name;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace loopscope::program
