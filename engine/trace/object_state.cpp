#include "engine/trace/object_state.h"

namespace loopscope::trace {

const ObjectState::Details& ObjectState::details() const {
    static const Details kNone;
    return details_ ? *details_ : kNone;
}

ObjectState::Details& ObjectState::edit_details() {
    if (!details_) {
        details_ = std::make_shared<Details>();
    } else if (details_.use_count() > 1) {
        details_ = std::make_shared<Details>(*details_);
    }
    return *details_;
}

}  // namespace loopscope::trace
