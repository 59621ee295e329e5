#include "viz/panels/base/scene.h"

#include "viz/data/recording/event_object.h"

namespace loopscope::viz {

trace::ObjectId Scene::subject(const ViewState& view) const {
    if (!view.selection.empty()) return view.selection.object;
    if (now == nullptr || store == nullptr) return 0;
    if (const trace::ObjectId task = now->current_task(); task != 0) return task;
    // asyncio's own tasks are no subject: they have no lane.
    const auto can_be = [&](trace::ObjectId id) {
        return is_task(store->objects(), id) && !store->objects()[id].internal;
    };
    const trace::ObjectId last = focus ? object_of(store->event(*focus)) : 0;
    if (can_be(last)) return last;
    // A request that is passed on is about the task that waits for who gets it.
    for (auto cancel = now->cancels.rbegin(); cancel != now->cancels.rend(); ++cancel)
        if (can_be(cancel->target)) return cancel->target;
    return 0;
}

}  // namespace loopscope::viz
