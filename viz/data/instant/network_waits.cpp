#include "viz/data/instant/network_waits.h"

#include <algorithm>

namespace loopscope::viz {

using trace::LoopState;
using trace::ObjectId;
using trace::ObjectKind;
using trace::ObjectState;

namespace {

std::vector<ObjectId> live_users(const Store& store, const LoopState& now, ObjectId end, bool writes) {
    const auto gone = [&](ObjectId task) {
        const ObjectState* object = now.object(task);
        return object == nullptr || object->done();
    };
    std::vector<ObjectId> users = store.stream_ends().users(end, writes, now.applied);
    std::erase_if(users, gone);
    if (!users.empty()) return users;
    // Who writes there is the most likely one to read, and the other way round.
    users = store.stream_ends().users(end, !writes, now.applied);
    std::erase_if(users, gone);
    return users;
}

// Nothing is under way to who waits for bytes; of room: who should read has stopped its transport.
bool nothing_comes(const ObjectState& here, const ObjectState& there, bool for_room) {
    const trace::StreamState &own = here.stream(), &other = there.stream();
    if (for_room) return other.reading_paused && !other.lost;
    const bool ends = other.eof_sent || other.closing || other.lost || own.eof_received;
    return !ends && other.written <= own.received && other.write_buffer == 0;
}

// The only server that is there; 0 if there are several.
ObjectId only_server(const LoopState& now) {
    ObjectId server = 0;
    for (const ObjectState& object : now.objects()) {
        if (object.kind != ObjectKind::server) continue;
        if (server != 0) return 0;
        server = object.id;
    }
    return server;
}

}  // namespace

NetworkWait network_wait(const Store& store, const LoopState& now, ObjectId future) {
    NetworkWait wait;
    const ObjectState* object = now.object(future);
    if (object == nullptr || object->done() || object->kind != ObjectKind::future) return wait;
    const StreamEnds::Wait* known = store.stream_ends().wait_of(future);
    if (known == nullptr) {
        if (object->internal && store.recording().string(object->name) == "Server.wait_closed")
            wait.by_way_of = only_server(now);
        return wait;
    }
    const ObjectId peer = store.stream_ends().peer_of(known->end);
    const ObjectState *here = now.object(known->end), *there = now.object(peer);
    wait.end = known->end;
    wait.by_way_of = there != nullptr ? peer : known->end;
    wait.for_room = known->for_room;
    wait.call = known->call;
    if (here == nullptr || there == nullptr) return wait;
    wait.by = live_users(store, now, peer, !known->for_room);
    wait.certain = wait.by.size() == 1 && nothing_comes(*here, *there, known->for_room);
    return wait;
}

ObjectId who_uses(const Store& store, const LoopState& now, ObjectId end, bool writes) {
    const std::vector<ObjectId> users = live_users(store, now, end, writes);
    return users.empty() ? 0 : users.front();
}

}  // namespace loopscope::viz
