#include "viz/data/instant/connection_tasks.h"

namespace loopscope::viz {

trace::ObjectId task_of_end(const Store& store, trace::ObjectId end) {
    if (end == 0) return 0;
    const trace::ObjectId creator = store.objects()[end].creator;
    return store.lanes().lane_of(creator) != 0 ? creator : store.stream_ends().owner(end);
}

}  // namespace loopscope::viz
