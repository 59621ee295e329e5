// A broker: topics, subscribers with bounded queues that drop or wait, a slow one that is thrown out, and an
// orderly end.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::program_pubsub {
namespace {

using namespace asyncio;
using Items = Queue<std::string>;

struct Slow : Exception {
    using Exception::Exception;
};

struct Broker {
    std::map<std::string, std::vector<std::pair<std::string, Items>>> topics;
    Condition changed;

    struct Subscription {
        Broker& broker;
        std::string name, topic;
        Items queue;

        Subscription(Broker& b, std::string n, std::string t, int maxsize)
            : broker(b), name(n), topic(t), queue(maxsize) {}
        Coroutine<Items> aenter() {
            co_await async_with(broker.changed, [&]() -> Coroutine<> {
                broker.topics[topic].emplace_back(name, queue);
                broker.changed.notify_all();
                co_return;
            });
            co_return queue;
        }
        Coroutine<> aexit(std::exception_ptr error) {
            co_await async_with(broker.changed, [&]() -> Coroutine<> {
                std::erase_if(broker.topics[topic], [&](const auto& each) { return each.second == queue; });
                broker.changed.notify_all();
                co_return;
            });
            log(name, "unsubscribed", broker.topics[topic].size());
            if (error) std::rethrow_exception(error);
        }
    };
    Subscription subscribe(std::string name, std::string topic, int maxsize) {
        return {*this, name, topic, maxsize};
    }

    Coroutine<> publish(std::string topic, std::string item) {
        const auto subscribers = topics[topic];
        for (const auto& subscriber : subscribers) {
            const auto& name = subscriber.first;
            const auto& queue = subscriber.second;
            try {
                co_await async_with(timeout(1), [&]() -> Coroutine<> { co_await queue.put(item); });
            } catch (const TimeoutError&) {
                log(name, "is too slow for", item);
                queue.shutdown(true);
            } catch (const QueueShutDown&) {
                log(name, "is gone");
            }
        }
    }
};

Coroutine<> subscriber(Broker& broker, std::string name, std::string topic, double delay, int maxsize) {
    try {
        co_await async_with(broker.subscribe(name, topic, maxsize), [&](Items queue) -> Coroutine<> {
            while (true) {
                auto item = co_await queue.get();
                log(name, "got", item);
                co_await sleep(delay);
                queue.task_done();
            }
        });
    } catch (const QueueShutDown&) {
        log(name, "was shut out");
        throw Slow(name);
    }
}

Coroutine<std::size_t> publisher(Broker& broker, std::string topic, std::string items) {
    co_await async_with(broker.changed, [&]() -> Coroutine<> {
        co_await broker.changed.wait_for([&] { return broker.topics[topic].size() == 2; });
    });
    for (const char item : items) {
        co_await broker.publish(topic, std::string(1, item));
        co_await sleep(0.5);
    }
    co_return items.size();
}

Coroutine<> main_() {
    Broker broker;
    Task<> fast, slow, other;
    Task<std::size_t> published;
    std::exception_ptr error;
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
            fast = group.create_task(subscriber(broker, "fast", "news", 0.1, 1), {.name = "fast"});
            slow = group.create_task(subscriber(broker, "slow", "news", 3, 1), {.name = "slow"});
            other = group.create_task(subscriber(broker, "other", "sport", 0, 0), {.name = "other"});
            published = group.create_task(publisher(broker, "news", "abcdef"), {.name = "publisher"});
            log("published", co_await published);
            fast.cancel();
        });
    } catch (...) {
        error = std::current_exception();
    }
    except_star(error, on<Slow>([&](const auto& group) {
                    log(err(group), std::vector{fast.cancelled(), slow.cancelled(), other.cancelled(),
                                                published.cancelled()});
                }));
    std::map<std::string, std::size_t> sizes;
    for (const auto& [topic, queues] : broker.topics) sizes[topic] = queues.size();
    log(sizes);
    co_await async_with(broker.subscribe("x", "last", 2), [&](Items x) -> Coroutine<> {
        co_await async_with(broker.subscribe("y", "last", 2), [&](Items y) -> Coroutine<> {
            co_await broker.publish("last", "one");
            for (auto& queue : {x, y}) {
                const auto item = queue.get_nowait();
                log(item, queue.qsize());
            }
        });
    });
}

const Case kCase("program_pubsub", main_);

}  // namespace
}  // namespace conformance::program_pubsub
