#include "engine/base/errors.h"
#include "engine/system/selector.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <unordered_map>

namespace asyncio {

namespace {

class EpollSelector final : public Selector {
public:
    explicit EpollSelector(int bell) : epoll_(epoll_create1(EPOLL_CLOEXEC)), bell_(bell) {
        if (epoll_ < 0) throw_os_error(errno);
        control(EPOLL_CTL_ADD, bell_, EPOLLIN);
    }
    ~EpollSelector() override {
        clear();
        ::close(epoll_);
    }

    void add(int fd, Direction direction, detail::Runnable& callback) override {
        const bool writes = direction == Observer::kWriting;
        const auto found = watched_.find(fd);
        const bool is_new = found == watched_.end();
        // Not every descriptor can be watched: then nothing has changed.
        control(is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd,
                (is_new ? 0u : found->second.events()) | (writes ? EPOLLOUT : EPOLLIN));
        Watch& watch = is_new ? watched_[fd] : found->second;
        if (is_new) watch.order = ++order_;
        if (writes && !watch.writer) ++writers_;
        if (watch.at(direction)) watch.at(direction)->cancel_handle();
        watch.at(direction) = detail::Ref<detail::Runnable>(&callback);
        note_watched(fd);
    }

    void put_last(int fd) override {
        constexpr std::uint64_t kLast = std::uint64_t{1} << 63;
        watched_.at(fd).order |= kLast;
    }

    bool remove(int fd, Direction direction) override {
        const auto it = watched_.find(fd);
        if (it == watched_.end() || !it->second.at(direction)) return false;
        it->second.at(direction)->cancel_handle();
        it->second.at(direction) = nullptr;
        if (direction == Observer::kWriting) --writers_;
        const std::uint32_t events = it->second.events();
        if (events == 0) watched_.erase(it);
        control(events == 0 ? EPOLL_CTL_DEL : EPOLL_CTL_MOD, fd, events);
        return true;
    }

    detail::Runnable* callback(int fd, Direction direction) const override {
        const auto it = watched_.find(fd);
        return it == watched_.end() ? nullptr : it->second.at(direction).get();
    }

    bool empty() const noexcept override { return watched_.empty(); }
    bool watches_writing() const noexcept override { return writers_ > 0; }

    void clear() noexcept override {
        for (const auto& [fd, watch] : watched_) epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
        watched_.clear();
        writers_ = 0;
    }

    void select(std::int64_t timeout_ns, std::vector<Ready>& ready) override {
        ready.clear();
        events_.resize(watched_.size() + 1);
        // Rounded up, as Python does: waking too early would cost a turn.
        const std::int64_t milliseconds = timeout_ns < 0 ? -1 : (timeout_ns + 999'999) / 1'000'000;
        const int count = epoll_wait(epoll_, events_.data(), static_cast<int>(events_.size()),
                                     static_cast<int>(std::min<std::int64_t>(milliseconds, INT_MAX)));
        if (count < 0 && errno != EINTR) throw_os_error(errno);
        fired_.clear();
        for (int i = 0; i < count; ++i) {
            const auto& event = events_[static_cast<std::size_t>(i)];
            if (event.data.fd == bell_) silence();
            if (const auto it = watched_.find(event.data.fd); it != watched_.end())
                fired_.push_back({it->second.order, event.data.fd, event.events, &it->second});
        }
        if (fired_.size() > 1)
            std::sort(fired_.begin(), fired_.end(),
                      [](const Fired& a, const Fired& b) { return a.order < b.order; });
        for (const Fired& fired : fired_) {
            if ((fired.events & ~static_cast<std::uint32_t>(EPOLLOUT)) && fired.watch->reader)
                ready.push_back({fired.fd, Observer::kReading, fired.watch->reader.get()});
            if ((fired.events & ~static_cast<std::uint32_t>(EPOLLIN)) && fired.watch->writer)
                ready.push_back({fired.fd, Observer::kWriting, fired.watch->writer.get()});
        }
    }

    std::vector<Watched> watched() const override {
        std::vector<Watched> all;
        for (const auto& [fd, watch] : watched_) {
            if (watch.reader) all.push_back({fd, Observer::kReading});
            if (watch.writer) all.push_back({fd, Observer::kWriting});
        }
        return all;
    }

private:
    struct Watch {
        std::uint64_t order = 0;
        detail::Ref<detail::Runnable> reader, writer;
        detail::Ref<detail::Runnable>& at(Direction direction) {
            return direction == Observer::kReading ? reader : writer;
        }
        const detail::Ref<detail::Runnable>& at(Direction direction) const {
            return direction == Observer::kReading ? reader : writer;
        }
        std::uint32_t events() const { return (reader ? EPOLLIN : 0u) | (writer ? EPOLLOUT : 0u); }
    };
    struct Fired {
        std::uint64_t order;
        int fd;
        std::uint32_t events;
        const Watch* watch;
    };

    void control(int operation, int fd, std::uint32_t events) {
        epoll_event event{};
        event.events = events;
        event.data.fd = fd;
        if (epoll_ctl(epoll_, operation, fd, &event) != 0 && operation != EPOLL_CTL_DEL)
            throw_os_error(errno);
    }

    void silence() {
        eventfd_t rung = 0;
        [[maybe_unused]] const int failed = eventfd_read(bell_, &rung);
    }

    int epoll_;
    int bell_;
    std::uint64_t order_ = 0;
    std::size_t writers_ = 0;  // of watched_
    std::unordered_map<int, Watch> watched_;
    std::vector<epoll_event> events_;
    std::vector<Fired> fired_;
};

}  // namespace

std::unique_ptr<Selector> make_epoll_selector(int bell) { return std::make_unique<EpollSelector>(bell); }

}  // namespace asyncio
