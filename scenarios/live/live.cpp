#include "scenarios/live/live.h"

#include "engine/recorder.h"
#include "engine/trace/writer.h"
#include "scenarios/live/servers.h"

#include <live_sources.h>

#include <algorithm>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <utility>

namespace loopscope::scenarios::live {

namespace {

using asyncio::Coroutine;

constexpr double kPatience = 2;  // seconds for the last words to arrive

// What all guests share.
struct Hall {
    Handler handler;
    Limits limits;
    int present = 0;
    int last_number = 0;
};

struct Presence {
    explicit Presence(Hall& h) : hall(h) { ++hall.present; }
    ~Presence() { --hall.present; }
    Presence(const Presence&) = delete;
    Presence& operator=(const Presence&) = delete;
    Hall& hall;
};

Coroutine<> welcome(std::shared_ptr<Hall> hall, Guest guest) {
    asyncio::current_task().set_name("guest " + std::to_string(guest.number()));
    if (hall->present >= hall->limits.guests) {
        co_await guest.say(hall->limits.full);
    } else {
        const Presence presence(*hall);
        co_await hall->handler(guest);
    }
    co_await guest.leave();
}

Coroutine<> serve(std::shared_ptr<Hall> hall, Request request, asyncio::Future<> over,
                  std::function<void(int)> listening) {
    const auto connected = [hall](asyncio::StreamReader reader, asyncio::StreamWriter writer) {
        const Guest guest(++hall->last_number, std::move(reader), std::move(writer), hall->limits);
        return welcome(hall, guest);
    };
    const asyncio::ServerOptions options{.limit = hall->limits.line_bytes};
    const auto server = co_await asyncio::start_server(connected, request.host, request.port, options);
    listening(server.sockets()[0].getsockname().port);
    co_await over;
    server.close();
    server.close_clients();
    try {
        co_await asyncio::wait_for(server.wait_closed(), kPatience);
    } catch (const asyncio::TimeoutError&) {
        server.abort_clients();  // they take nothing, so what is left for them cannot be sent
    }
}

const Server& server_called(const std::string& name) {
    const auto found = std::find_if(servers().begin(), servers().end(),
                                    [&](const Server& server) { return server.name == name; });
    if (found == servers().end()) throw asyncio::ValueError("there is no server " + name);
    return *found;
}

// The programs as they were compiled, so that the window can show them anywhere.
std::string source_text(const std::string& path) {
    const std::pair<const char*, std::span<const unsigned char>> files[] = {{"echo", sources::echo},
                                                                            {"chat", sources::chat},
                                                                            {"http", sources::http},
                                                                            {"guest", sources::guest},
                                                                            {"live", sources::live}};
    for (const auto& [name, bytes] : files)
        if (path == std::string("scenarios/live/") + name + ".cpp") return {bytes.begin(), bytes.end()};
    return {};
}

}  // namespace

// What the session's thread works with.
class Session::Impl {
public:
    Impl(const Request& request, const Server& server, Session& session)
        : request_(request), server_(server), session_(session), recorder_(source_text) {
        recorder_.recording().header.program = "live " + request.server;
        recorder_.recording().header.clock = "real";
        recorder_.on_wait([this](const trace::Recording& recording) { keep(recording); });
    }

    // In the thread. `port` learns where it listens, or why it does not.
    void run(std::promise<int>& port) noexcept {
        port_ = &port;
        serve_until_over();
        const trace::Recording recording = recorder_.take();
        write([&] { file_->close(recording); });
        session_.ended_ = true;
    }

    // From any thread.
    void stop() {
        const std::lock_guard lock(mutex_);
        if (!loop_) return;
        const auto set = [over = *over_] {
            if (!over.done()) over.set_result();
        };
        loop_->door()->hand_over({"stop", false, set, nullptr});
    }

private:
    // While it lives, stop() knows the loop.
    struct Control {
        Control(Impl& i, asyncio::EventLoop& loop, const asyncio::Future<>& over) : impl(i) {
            const std::lock_guard lock(impl.mutex_);
            impl.loop_ = &loop;
            impl.over_ = &over;
        }
        ~Control() {
            const std::lock_guard lock(impl.mutex_);
            impl.loop_ = nullptr;
        }
        Control(const Control&) = delete;
        Control& operator=(const Control&) = delete;
        Impl& impl;
    };

    void serve_until_over() {
        const auto listening = [this](int number) { listening_ = number; };
        try {
            asyncio::Runner runner(asyncio::RunOptions{.observer = &recorder_});
            const asyncio::Future<> over = runner.get_loop().create_future();
            const Control control(*this, runner.get_loop(), over);
            const auto hall =
                std::make_shared<Hall>(Hall{.handler = server_.make(), .limits = server_.limits});
            runner.run(serve(hall, request_, over, listening));
        } catch (...) {
            fail(std::current_exception());
        }
    }

    // What an earlier session left in the file stays until this one listens.
    void keep(const trace::Recording& recording) noexcept {
        if (listening_ == 0) return;
        if (port_ != nullptr) open_file();
        write([&] { file_->flush(recording); });
        tell_port();
        if (file_ && recording.events.size() < request_.max_events) return;
        if (file_) session_.full_ = true;
        stop();
    }

    void open_file() {
        try {
            file_.emplace(request_.recording.string());
        } catch (const std::exception&) {
            fail(std::current_exception());
        }
    }

    // Once that fails, as on a disk that is full, nothing more is written: it would follow a torn line.
    void write(const std::function<void()>& what) {
        if (!file_) return;
        try {
            what();
        } catch (const std::exception&) {
            file_.reset();
            fail(std::current_exception());
        }
    }

    // Who waits for the port learns of it; else it is kept.
    void fail(const std::exception_ptr& error) {
        session_.failure_ = asyncio::str(error);
        if (port_ != nullptr) std::exchange(port_, nullptr)->set_exception(error);
    }

    // Not before the file has a beginning: whoever knows the port may open it.
    void tell_port() {
        if (port_ != nullptr && listening_ != 0) std::exchange(port_, nullptr)->set_value(listening_);
    }

    const Request request_;
    const Server& server_;
    Session& session_;
    asyncio::Recorder recorder_;
    std::optional<trace::RecordingFile> file_;
    std::promise<int>* port_ = nullptr;  // until it is told
    int listening_ = 0;
    std::mutex mutex_;
    asyncio::EventLoop* loop_ = nullptr;
    const asyncio::Future<>* over_ = nullptr;
};

Session::Session(const Request& request)
    : impl_(std::make_unique<Impl>(request, server_called(request.server), *this)) {
    std::promise<int> port;
    std::future<int> listening = port.get_future();
    thread_ = std::thread([this, &port] { impl_->run(port); });
    try {
        port_ = listening.get();
    } catch (...) {
        thread_.join();
        throw;
    }
}

Session::~Session() {
    stop();
    thread_.join();
}

void Session::stop() { impl_->stop(); }

}  // namespace loopscope::scenarios::live
