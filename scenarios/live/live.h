// `loopscope live`: a real server on the real clock, recorded while it runs.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace loopscope::scenarios::live {

struct Request {
    std::string server;  // echo, chat, http
    std::string host = "127.0.0.1";
    int port = 0;                        // 0 = any that is free
    std::filesystem::path recording;     // is written while the server runs
    std::size_t max_events = 2'000'000;  // then the recording is full, and the server ends
};

// Serves in a thread of its own from construction until stop() or destruction.
class Session {
public:
    // Returns once it listens. Throws asyncio::OSError if that is not possible, std::runtime_error if the
    // recording cannot be written.
    explicit Session(const Request& request);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    int port() const noexcept { return port_; }
    void stop();
    // Has it ended, by stop(), because the recording is full or by a failure?
    bool ended() const noexcept { return ended_; }
    bool full() const noexcept { return full_; }
    // Once it has ended: what went wrong, such as a disk that is full. Empty if nothing did.
    const std::string& failure() const noexcept { return failure_; }

private:
    class Impl;

    int port_ = 0;
    std::atomic<bool> ended_ = false;
    std::atomic<bool> full_ = false;
    std::string failure_;
    std::unique_ptr<Impl> impl_;
    std::thread thread_;
};

}  // namespace loopscope::scenarios::live
