#include "viz/data/recording/timeouts.h"

namespace loopscope::viz {

bool is_timeout(const trace::Recording& recording, const trace::ObjectIndex& objects, trace::ObjectId id) {
    const trace::ObjectInfo& object = objects[id];
    if (object.creator == 0) return false;
    if (object.kind == trace::ObjectKind::timeout) return true;
    if (object.kind != trace::ObjectKind::timer || !object.internal) return false;
    if (objects[object.parent].kind == trace::ObjectKind::timeout) return true;
    return recording.string(object.name) == "timeout";  // the engine has no object for the block
}

}  // namespace loopscope::viz
