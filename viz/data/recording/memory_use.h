// How much memory an opened recording takes, and for what.
#pragma once

#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace loopscope::viz {

// Bytes, by the capacity of what holds them; what the allocator needs besides is not in it.
struct MemoryUse {
    std::size_t events = 0;
    std::size_t texts = 0;   // names, messages, sources
    std::size_t states = 0;  // of the loop along the recording, to go to any event from
    std::size_t states_at_most = 0;
    std::size_t index = 0;  // what the views draw from: objects, lanes, turns, marks

    std::size_t total() const { return events + texts + states + index; }
};

// Takes time that grows with the number of texts.
MemoryUse memory_use(const Store& store);

// What the process has of the machine's memory now, with everything in it; nothing where the system does not
// tell.
std::optional<std::size_t> resident_bytes();

// "850 bytes", "12 kB", "3.4 MB", "1.2 GB": of 1,000 each.
std::string bytes_text(std::uintmax_t bytes, const Words& words);

// What a recording takes, in the file and in memory, and what bounds that; one thing a line. `file_bytes` 0:
// it is in no file. `before`: the run that is kept to compare with; null: none.
std::string memory_text(const Store& store, const MemoryUse& use, std::uintmax_t file_bytes,
                        const Store* before, const Words& words);

}  // namespace loopscope::viz
