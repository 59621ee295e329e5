#include "viz/data/runs/place.h"

#include <algorithm>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;

namespace {

// Whether two events say the same of objects that go by the same names.
bool same_thing(const Store& before, const Event& x, const Store& after, const Event& y) {
    return x.kind == y.kind && x.flags == y.flags && before.label(x.a) == after.label(y.a);
}

bool agree_until(const Store& before, const Store& after, EventIndex count) {
    if (count > after.event_count()) return false;
    for (EventIndex i = 0; i < count; ++i) {
        const Event& x = before.event(i);
        const Event& y = after.event(i);
        const bool equal =
            x.kind == y.kind && x.flags == y.flags && x.a == y.a && x.b == y.b && x.loc == y.loc;
        if (!equal) return false;
    }
    return true;
}

EventIndex same_instant(const Store& before, EventIndex count, const Store& after) {
    const std::int64_t now = before.time_at(count);
    EventIndex found = 0;
    for (const EventIndex stop : after.stops()) {
        if (after.time_at(stop + 1) > now) break;
        found = stop + 1;
    }
    return found;
}

}  // namespace

EventIndex same_place(const Store& before, EventIndex count, const Store& after) {
    if (count >= before.event_count()) return after.event_count();
    if (agree_until(before, after, count)) return count;
    const auto stop = before.last_stop(count);
    if (!stop) return 0;
    const Event& here = before.event(*stop);
    // What the user did there is not in the other run: it is the moment at which he did it.
    if (here.kind == trace::EventKind::intervene) return same_place(before, *stop, after);
    std::size_t times = 0;
    for (EventIndex i = 0; i <= *stop; ++i) {
        if (same_thing(before, before.event(i), before, here)) ++times;
    }
    for (EventIndex i = 0; i < after.event_count(); ++i) {
        if (same_thing(before, here, after, after.event(i)) && --times == 0) return i + 1;
    }
    return same_instant(before, count, after);
}

}  // namespace loopscope::viz
