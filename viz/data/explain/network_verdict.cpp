#include "viz/data/explain/network_verdict.h"

#include "viz/data/explain/task_waits.h"
#include "viz/data/text/verdict.h"

#include <algorithm>
#include <vector>

namespace loopscope::viz {

using trace::ObjectId;
using trace::ObjectKind;

namespace {

// What the tasks waited for when nothing could happen any more.
class LastWaits {
public:
    LastWaits(const Store& store, trace::EventIndex count) : store_(store), waits_(task_waits(store, count)) {
        for (ObjectId id = 1; id < store.objects().size(); ++id) {
            if (store.objects()[id].kind != ObjectKind::server) continue;
            ++servers_;
            server_ = id;
        }
    }

    // Tasks may have one name: each call takes the next one.
    const TaskWait* next(std::string_view name) {
        for (; next_ < waits_.size(); ++next_)
            if (store_.label(waits_[next_].task) == name) return &waits_[next_++];
        return nullptr;
    }

    // What it waits for that comes from outside; empty: no more is known.
    std::string outside(const Words& words, const TaskWait& wait) const { return told(words, wait.future); }

    // "A -> B -> A", or nothing.
    std::string circle() const {
        for (const TaskWait& first : waits_) {
            std::vector<ObjectId> way{first.task};
            while (const ObjectId task = after(way.back())) {
                const bool seen = std::find(way.begin(), way.end(), task) != way.end();
                way.push_back(task);
                if (task == first.task) return joined(way);
                if (seen) break;  // a circle further on: it is found from there
            }
        }
        return {};
    }

private:
    const TaskWait* wait_of(ObjectId task) const {
        const auto found = std::find_if(waits_.begin(), waits_.end(),
                                        [&](const TaskWait& wait) { return wait.task == task; });
        return found == waits_.end() ? nullptr : &*found;
    }

    // Those that still wait and have used an end: to write there, or else to read.
    std::vector<ObjectId> users(ObjectId end, bool writes) const {
        for (const bool direction : {writes, !writes}) {
            std::vector<ObjectId> all = store_.stream_ends().users(
                end, direction, static_cast<trace::EventIndex>(store_.event_count()));
            std::erase_if(all, [&](ObjectId task) { return wait_of(task) == nullptr; });
            if (!all.empty()) return all;
        }
        return {};
    }

    // The only one who could let `task` go on; 0 if that is not sure.
    ObjectId after(ObjectId task) const {
        const TaskWait* wait = wait_of(task);
        if (wait == nullptr) return 0;
        if (store_.objects()[wait->future].kind == ObjectKind::task) return wait->future;
        const StreamEnds::Wait* network = store_.stream_ends().wait_of(wait->future);
        if (network == nullptr) return 0;
        const auto all = users(store_.stream_ends().peer_of(network->end), !network->for_room);
        return all.size() == 1 ? all.front() : 0;
    }

    std::string joined(const std::vector<ObjectId>& tasks) const {
        std::string text;
        for (const ObjectId task : tasks) text += (text.empty() ? "" : " -> ") + store_.label(task);
        return text;
    }

    std::string told(const Words& words, ObjectId future) const {
        const StreamEnds::Wait* network = store_.stream_ends().wait_of(future);
        if (network == nullptr) return of_server(words, future);
        const std::string end = store_.label(network->end);
        const ObjectId peer = store_.stream_ends().peer_of(network->end);
        const std::string key = network->for_room ? "verdict.network.room" : "verdict.network.bytes";
        if (peer == 0) return words.fill(key + ".outside", {{"end", end}});
        const auto all = users(peer, !network->for_room);
        return all.empty() ? words.fill(key, {{"end", end}})
                           : words.fill(key + ".of", {{"end", end}, {"who", store_.label(all.front())}});
    }

    std::string of_server(const Words& words, ObjectId future) const {
        if (servers_ != 1 || store_.text(store_.objects()[future].name) != "Server.wait_closed") return {};
        const std::string server = store_.label(server_);
        for (ObjectId id = 1; id < store_.objects().size(); ++id) {
            const trace::ObjectInfo& end = store_.objects()[id];
            if (end.kind != ObjectKind::transport || end.parent != server_ || end.dropped != trace::kNever)
                continue;
            if (const auto all = users(id, false); !all.empty())
                return words.fill(
                    "verdict.network.server.of",
                    {{"server", server}, {"who", store_.label(all.front())}, {"end", store_.label(id)}});
        }
        return words.fill("verdict.network.server", {{"server", server}});
    }

    const Store& store_;
    std::vector<TaskWait> waits_;
    std::size_t next_ = 0, servers_ = 0;
    ObjectId server_ = 0;
};

}  // namespace

std::string network_verdict(const Store& store, const Words& words, std::string_view message,
                            trace::EventIndex count) {
    LastWaits waits(store, std::min(count, store.event_count()));
    VerdictNotes notes;
    notes.known = [&](std::string_view task, bool outside) {
        const TaskWait* wait = waits.next(task);
        if (wait == nullptr) return VerdictNotes::Known{};
        return VerdictNotes::Known{outside ? waits.outside(words, *wait) : "", wait_text(store, *wait)};
    };
    notes.circle = waits.circle();
    return verdict_in(words, message, notes);
}

}  // namespace loopscope::viz
