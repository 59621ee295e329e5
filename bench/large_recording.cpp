// Writes a large recording of a real program into a file, to be opened in the window:
//     large_recording EVENTS FILE
#include "bench/large_program.h"
#include "engine/trace/writer.h"

#include <cstdio>
#include <cstdlib>
#include <exception>

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: %s EVENTS FILE\n", argv[0]);
        return 2;
    }
    try {
        const auto recording = bench::large_recording(std::strtoull(argv[1], nullptr, 10));
        loopscope::trace::write_file(recording, argv[2]);
        std::printf("%zu events\n", recording.events.size());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
        return 1;
    }
    return 0;
}
