#include "engine/trace/packed_state.h"

#include "engine/trace/packed_records.h"

#include <type_traits>

namespace loopscope::trace {

// Everything that is in a LoopState, named once for writing and reading it: a new field belongs here, too.
// The functions take a const T or a T, as the archive writes or reads.
struct PackedFields {
    template <class Archive, class State>
    static void state(Archive& archive, State& state) {
        loop(archive, state);
        items(archive, state.ready);
        items(archive, state.watches);
        items(archive, state.running);
        items(archive, state.cancels);
        items(archive, state.timers_);
        objects(archive, state.objects_);
    }

    static void read(RecordUnpacker& unpacker, LoopState& to, LoopState& recycled) {
        to.objects_ = std::move(recycled.objects_);
        to.objects_.start_over();
        state(unpacker, to);
        to.objects_.drop_spare();
    }

private:
    template <class Archive, class State>
    static void loop(Archive& archive, State& state) {
        archive.begin();
        archive(state.applied);
        archive(state.turn);
        archive(state.now_ns);
        archive(state.in_select);
        archive(state.select_timeout_ns);
        archive(state.loop_running);
        archive(state.loop_closed);
        archive(state.collecting);
        archive(state.run_in_turn);
        archive(state.left_in_turn);
        archive(state.turn_is_full);
        archive(state.printed);
        archive(state.errors);
        archive(state.warnings);
        archive(state.last_object_);
        archive.end();
    }

    template <class Archive, class Sequence>
    static void items(Archive& archive, Sequence& sequence) {
        std::size_t size = sequence.size();
        archive.begin();
        archive(size);
        archive.end();
        items(archive, sequence, size);
    }

    template <class Archive, class Sequence>
    static void items(Archive& archive, Sequence& sequence, std::size_t size) {
        if constexpr (Archive::kReads) {
            if constexpr (requires { sequence.reserve(size); }) sequence.reserve(size);
            for (; size > 0; --size) {
                typename Sequence::value_type each{};
                item(archive, each);
                sequence.push_back(each);
            }
        } else {
            for (const auto& each : sequence) item(archive, each);
        }
    }

    template <class Archive, class Item>
    static void item(Archive& archive, Item& item) {
        using Plain = std::remove_const_t<Item>;
        archive.begin();
        if constexpr (std::is_same_v<Plain, ReadyEntry>) {
            archive(item.object), archive(item.future), archive(item.reason), archive(item.since);
        } else if constexpr (std::is_same_v<Plain, Watch>) {
            archive(item.object), archive(item.directions);
        } else if constexpr (std::is_same_v<Plain, Running>) {
            archive(item.object), archive(item.since), archive(item.is_task);
        } else if constexpr (std::is_same_v<Plain, OpenCancel>) {
            archive(item.target), archive(item.since);
        } else if constexpr (std::is_same_v<Plain, Timer>) {
            archive(item.timer), archive.near(item.owner, item.timer), archive(item.deadline_ns);
            archive(item.name), archive(item.since);
        } else if constexpr (std::is_same_v<Plain, Frame>) {
            archive(item.function), archive(item.called_from), archive(item.since);
        } else if constexpr (std::is_same_v<Plain, Link>) {
            archive(item.object), archive(item.role);
        } else {
            archive(item);  // the number of an object or of a string
        }
        archive.end();
    }

    template <class Archive, class Store>
    static void objects(Archive& archive, Store& store) {
        std::size_t size = store.size();
        archive.begin();
        archive(size);
        archive.end();
        const ObjectState none;
        const ObjectState* before = &none;
        if constexpr (Archive::kReads) {
            for (; size > 0; --size) {
                archive.begin();
                ObjectId id = 0;
                archive.near(id, before->id);
                ObjectState& each = store.insert(id);
                object(archive, each, *before);
                before = &each;
            }
        } else {
            store.for_each([&](const ObjectState& each) {
                archive.begin();
                archive.near(each.id, before->id);
                object(archive, each, *before);
                before = &each;
            });
        }
    }

    // Those come first that most objects have: then fewer bytes say which are there.
    template <class Archive, class Object>
    static void object(Archive& archive, Object& object, const ObjectState& before) {
        archive.near(object.created, before.created);
        small(archive, object);
        archive.near(object.created_at, before.created_at);
        archive.near(object.creator, before.creator);
        archive.near(object.parent, object.id);
        archive.near(object.timer_slot_, before.timer_slot_);
        archive.near(object.first_waiter_, object.id);
        archive.near(object.last_waiter_, object.first_waiter_);
        archive(object.value);
        archive.near(object.name, before.name);
        archive.near(object.awaits, object.id);
        archive(object.at);
        Details details(object);
        archive(details.frames);
        archive(details.callbacks);
        archive(details.links);
        archive.near(object.next_waiter_, object.id);
        archive.near(object.previous_waiter_, object.id);
        archive(object.outcome);
        archive.near(object.done_at, object.created);
        archive(object.cancelling);
        archive(details.stream);
        archive(details.primitive);
        archive(details.items);
        archive.end();
        if (details.any()) PackedFields::details(archive, object, details);
    }

    // What takes a few bits each, as one number.
    template <class Archive, class Object>
    static void small(Archive& archive, Object& object) {
        std::uint32_t bits = 0;
        if constexpr (!Archive::kReads) {
            bits = static_cast<std::uint32_t>(object.kind) << 8 |
                   static_cast<std::uint32_t>(object.task_state) << 5 |
                   static_cast<std::uint32_t>(object.future_state) << 3 | (object.must_cancel ? 4u : 0u) |
                   (object.retrieved ? 2u : 0u) | (object.internal ? 1u : 0u);
        }
        archive(bits);
        if constexpr (Archive::kReads) {
            object.internal = (bits & 1) != 0;
            object.retrieved = (bits & 2) != 0;
            object.must_cancel = (bits & 4) != 0;
            object.future_state = static_cast<FutureState>(bits >> 3 & 3);
            object.task_state = static_cast<TaskState>(bits >> 5 & 7);
            object.kind = static_cast<ObjectKind>(bits >> 8);
        }
    }

    // Which of its details an object has, and how many.
    struct Details {
        explicit Details(const ObjectState& object) {
            if (!object.details_) return;
            frames = object.frames().size();
            callbacks = object.callbacks().size();
            links = object.links().size();
            stream = object.stream() != StreamState{};
            const PrimitiveState& p = object.primitive();
            items = p.items.size();
            primitive = p.owner != 0 || p.state != 0 || p.value != 0 || items != 0;
        }
        bool any() const { return frames + callbacks + links != 0 || stream || primitive; }

        std::size_t frames = 0, callbacks = 0, links = 0, items = 0;
        bool stream = false, primitive = false;
    };

    template <class Archive, class Object>
    static void details(Archive& archive, Object& object, const Details& counts) {
        auto& details = [&]() -> auto& {
            if constexpr (Archive::kReads)
                return object.edit_details();
            else
                return object.details();
        }
        ();
        items(archive, details.frames, counts.frames);
        items(archive, details.callbacks, counts.callbacks);
        items(archive, details.links, counts.links);
        if (counts.stream) stream(archive, details.stream);
        if (!counts.primitive) return;
        archive.begin();
        archive(details.primitive.owner);
        archive(details.primitive.state);
        archive(details.primitive.value);
        archive.end();
        items(archive, details.primitive.items, counts.items);
    }

    template <class Archive, class Stream>
    static void stream(Archive& archive, Stream& stream) {
        archive.begin();
        archive(stream.written), archive(stream.sent), archive(stream.received), archive(stream.read);
        archive(stream.write_buffer), archive(stream.read_buffer);
        archive(stream.reading_paused), archive(stream.writing_paused);
        archive(stream.eof_received), archive(stream.eof_sent);
        archive(stream.closing), archive(stream.lost);
        archive(stream.peer);
        archive(stream.high_water), archive(stream.low_water), archive(stream.read_limit);
        archive(stream.read_wait), archive(stream.write_wait), archive(stream.wanted);
        archive.end();
    }
};

PackedState::PackedState(const LoopState& state) {
    RecordPacker packer;
    PackedFields::state(packer, state);
    bytes_ = packer.bytes();
}

LoopState PackedState::unpack(LoopState recycled) const {
    LoopState state;
    RecordUnpacker unpacker(bytes_);
    PackedFields::read(unpacker, state, recycled);
    return state;
}

}  // namespace loopscope::trace
