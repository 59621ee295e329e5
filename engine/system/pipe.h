// An end of a pipe, as the loop's pipe transports take it: Python's file object.
#pragma once

#include <memory>
#include <string>
#include <utility>

namespace asyncio {

// Owns a descriptor: of a pipe, a FIFO, a socket or a terminal. A handle: copies refer to the same one, and
// the last closes it.
class Pipe {
public:
    // Takes `fd` over.
    explicit Pipe(int fd) : descriptor_(std::make_shared<Descriptor>(fd)) {}

    // -1 once closed.
    int fileno() const noexcept { return descriptor_->fd; }
    bool closed() const noexcept { return descriptor_->fd < 0; }
    // A transport that has it closes it by itself.
    void close() const noexcept { descriptor_->close(); }
    std::string repr() const;

    friend bool operator==(const Pipe&, const Pipe&) = default;

private:
    struct Descriptor {
        explicit Descriptor(int fd_) noexcept : fd(fd_) {}
        Descriptor(const Descriptor&) = delete;
        Descriptor& operator=(const Descriptor&) = delete;
        ~Descriptor() { close(); }
        void close() noexcept;
        int fd;
    };
    std::shared_ptr<Descriptor> descriptor_;
};

// A new pipe: the end to read from, and the end to write to. Throws OSError.
std::pair<Pipe, Pipe> make_pipe();

}  // namespace asyncio
