// Numbers for default names.
#pragma once

#include "engine/loop/door.h"

#include <memory>
#include <mutex>

namespace asyncio::detail {

// Counts from 1 in each program: a recording must not depend on what ran in the process before.
class ProgramCounter {
public:
    int next() {
        const std::lock_guard lock(mutex_);
        const std::shared_ptr<Door> door = current_door();
        if (door != program_.lock()) {
            program_ = door;
            last_ = 0;
        }
        return ++last_;
    }

private:
    std::mutex mutex_;
    std::weak_ptr<Door> program_;
    int last_ = 0;
};

}  // namespace asyncio::detail
